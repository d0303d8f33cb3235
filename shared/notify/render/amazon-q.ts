import type { JsonObject } from '../../core/channels.ts';
import type { Incident } from '../../core/incident.ts';
import { severityOf, stateOf } from '../severity.ts';
import { shortHash } from '../short-hash.ts';
import { lookOf } from './look.ts';
import { fitInto, link, oneLine } from './mrkdwn.ts';
import { shownOf } from './shown.ts';
import { logText } from './slack-log.ts';
import { spanOf } from './times.ts';

/**
 * A custom notification of Amazon Q Developer: 250 characters of title, 8,000 of description, 350
 * for each next step, 75 for each keyword. The incident is the thread.
 * Source: Amazon Q Developer in chat applications, "Custom notifications".
 */
export function amazonQMessage(incident: Incident): JsonObject {
  const { notice, hint, links } = shownOf(incident);
  const times = incident.count > 1 ? ` (×${incident.count})` : '';
  const severity = severityOf(incident);
  const { cluster, service, family, cause } = notice.labels;
  const keywords = [severity, cluster, service ?? family, cause]
    .map((word) => fitInto(oneLine(word ?? ''), 75))
    .filter((word) => word !== '');
  return {
    version: '1.0',
    source: 'custom',
    content: {
      textType: 'client-markdown',
      title: `${fitInto(`${lookOf(incident).emoji} ${oneLine(notice.title)}`, 230)}${times}`,
      description: descriptionOf(incident),
      nextSteps: [
        ...[fitInto(oneLine(hint ?? ''), 350)].filter((step) => step !== ''),
        ...links.map(({ text, url }) => link(text, url)).filter(({ length }) => length <= 350),
      ].slice(0, 6),
      keywords,
    },
    metadata: {
      threadId: shortHash(incident.key),
      summary: fitInto(`${oneLine(notice.title)}${times}`, 250),
      additionalContext: {
        incident: incident.key.slice(0, 250).toWellFormed(),
        state: stateOf(incident),
        severity,
      },
    },
  };
}

/** The shares add up to less than 8,000. */
function descriptionOf(incident: Incident): string {
  const { notice, fields, changes, log, graph } = shownOf(incident);
  const parts = [
    fitInto(spanOf(incident, '×'), 200),
    fitInto(notice.summary, 1_200),
    fitInto(
      fields.map(({ name, value }) => `*${oneLine(name)}:* ${oneLine(value)}`).join('\n'),
      1_800,
    ),
    graph ? fitInto(oneLine(graph.sparkline), 300) : '',
    listed('What changed', changes, 700),
    log ? logText(log) : '',
    listed(
      'Done',
      notice.outcomes.map(({ what }) => what),
      500,
    ),
  ];
  return parts.filter((part) => part.trim() !== '').join('\n\n') || '—';
}

const listed = (heading: string, lines: readonly string[], bytes: number): string =>
  lines.length === 0
    ? ''
    : fitInto([`*${heading}*`, ...lines.map((line) => `• ${oneLine(line)}`)].join('\n'), bytes);
