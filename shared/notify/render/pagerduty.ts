import type { JsonObject, PagerDutyEvent } from '../../core/channels.ts';
import type { Incident } from '../../core/incident.ts';
import { severityOf, stateOf } from '../severity.ts';
import { clip } from './clip.ts';
import { clean, oneLine } from './mrkdwn.ts';
import { type Shown, shownOf } from './shown.ts';
import { spanOf } from './times.ts';

/**
 * An event of PagerDuty's Events API v2: a summary of 1,024 characters, and bounded lists, so that
 * all of it stays far below 512 KB. Deckhand's severities are PagerDuty's.
 * Source: PagerDuty, "PD-CEF", "Send an alert event".
 */
export function pagerDutyEvent(incident: Incident): PagerDutyEvent {
  if (stateOf(incident) === 'resolved') return { event_action: 'resolve' };
  const shown = shownOf(incident);
  const { cluster, service, family, kind, cause } = incident.latest.labels;
  const times = incident.count > 1 ? ` (×${incident.count})` : '';
  const name = (text: string | undefined) => clip(oneLine(text ?? ''), 255);
  const [group, component, type] = [cluster, service ?? family, cause ?? kind].map(name);
  return {
    event_action: 'trigger',
    payload: {
      summary: `${clip(oneLine(shown.notice.title) || 'Deckhand', 1_000)}${times}`,
      source: component || group || 'deckhand',
      severity: severityOf(incident),
      timestamp: incident.openedAt,
      ...(component && { component }),
      ...(group && { group }),
      ...(type && { class: type }),
      custom_details: detailsOf(incident, shown),
    },
    links: shown.links
      .filter(({ url }) => /^https?:\/\//.test(url) && url.length <= 2_000)
      .slice(0, 10)
      .map(({ text, url }) => ({ href: url, text: clip(oneLine(text), 100) })),
  };
}

function detailsOf(incident: Incident, shown: Shown): JsonObject {
  const { notice, hint, fields, changes, log, graph } = shown;
  const logLines = log?.lines.slice(-20).map((line) => clip(oneLine(line), 300)) ?? [];
  const lists = {
    'What changed': changes.slice(0, 12).map((change) => clip(oneLine(change), 250)),
    Log: log && logLines.length === 0 ? [clip(oneLine(log.why ?? 'no lines'), 300)] : logLines,
    Why: notice.reasons.slice(0, 20).map(({ because }) => clip(oneLine(because), 250)),
    Done: notice.outcomes.slice(0, 8).map(({ what }) => clip(oneLine(what), 300)),
  };
  const facts = fields
    .slice(0, 20)
    .map(({ name, value }) => [clip(oneLine(name), 60), clip(oneLine(value), 400)]);
  return {
    'How often': spanOf(incident, '×'),
    Summary: clip(clean(notice.summary), 1_500),
    ...(hint && { 'What to do': clip(oneLine(hint), 600) }),
    ...(graph && { Graph: clip(oneLine(graph.sparkline), 300) }),
    ...Object.fromEntries(facts),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
  };
}
