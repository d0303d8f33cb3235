import type { Incident } from '../../core/incident.ts';
import type { SlackMessage } from '../../core/world.ts';
import { lookOf } from './look.ts';
import { bytesOf, fitInto, link, oneLine } from './mrkdwn.ts';
import { shownOf } from './shown.ts';
import { graphBlocks } from './slack-graph.ts';
import { logBlocks } from './slack-log.ts';
import { spanOf } from './times.ts';

export type Block = SlackMessage['blocks'][number];

/**
 * The incident's message. Each part has its own share of bytes, and the shares add up to less than
 * 12 KB: a message beyond about 13 KB is refused (`msg_blocks_too_long`, bolt-js#2509), whatever
 * the documented limits say.
 */
export function slackMessage(incident: Incident): Pick<SlackMessage, 'text' | 'color' | 'blocks'> {
  const { emoji, color } = lookOf(incident);
  const { notice, hint, fields, changes, log, graph, links } = shownOf(incident);
  const title = `${emoji} ${oneLine(notice.title)}`;
  const done = notice.outcomes.map(({ what }) => what);
  const times = incident.count > 1 ? ` (×${incident.count})` : '';
  return {
    text: `${fitInto(title, 280)}${times}`,
    color,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: fitInto(title, 150), emoji: true } },
      context(whereItStands(incident), 300),
      ...section(notice.summary, 1_200),
      ...section(hint ? `*What to do:* ${hint}` : '', 600),
      ...fieldBlocks(fields),
      ...graphBlocks(graph, incident.graph),
      ...section(list('What changed', changes), 800),
      ...logBlocks(log),
      ...section(list('Done', done), 500),
      ...(notice.reasons.length > 0 ? [context(why(notice.reasons), 700)] : []),
      ...linkBlocks(links),
    ],
  };
}

function whereItStands(incident: Incident): string {
  const open = incident.open.length + incident.openBeyond;
  const { cluster, service, family } = incident.latest.labels;
  return [
    spanOf(incident, '×'),
    open > 1 ? `${open} not over yet` : '',
    [cluster, service ?? family].filter(Boolean).join(' / '),
  ]
    .filter(Boolean)
    .join(' · ');
}

const why = (reasons: Incident['latest']['reasons']): string =>
  `Why: ${reasons.map(({ holds, because }) => `${holds ? '✓' : '✗'} ${oneLine(because)}`).join(' · ')}`;

const list = (heading: string, lines: readonly string[]): string =>
  lines.length === 0
    ? ''
    : [`*${heading}*`, ...lines.map((line) => `• ${oneLine(line)}`)].join('\n');

/** `verbatim` keeps Slack from making mentions and links of what only looks like them. */
const verbatim = (text: string): Block => ({ type: 'mrkdwn', text, verbatim: true });

const mrkdwn = (text: string, bytes: number): Block => verbatim(fitInto(text, bytes));

function section(text: string, bytes: number): readonly Block[] {
  const fitted = fitInto(text, bytes);
  return fitted.trim() === '' ? [] : [{ type: 'section', text: verbatim(fitted) }];
}

const context = (text: string, bytes: number): Block => ({
  type: 'context',
  elements: [mrkdwn(text, bytes)],
});

const fieldsPerSection = 10;
const mostFields = 19;
const fieldBytes = 2_700;

/** Two columns of short texts; what does not fit is counted. */
function fieldBlocks(fields: Incident['latest']['fields']): readonly Block[] {
  const texts: string[] = [];
  let bytes = 0;
  for (const { name, value } of fields.slice(0, mostFields)) {
    const text = fitInto(`*${oneLine(name)}*\n${oneLine(value)}`, 180);
    bytes += bytesOf(text) + bytesAroundField;
    if (bytes > fieldBytes) break;
    texts.push(text);
  }
  const missing = fields.length - texts.length;
  const all = missing > 0 ? [...texts, `_and ${missing} more_`] : texts;
  return [all.slice(0, fieldsPerSection), all.slice(fieldsPerSection)]
    .filter((some) => some.length > 0)
    .map((some) => ({ type: 'section', fields: some.map(verbatim) }));
}

const bytesAroundField = 45;

const linkBytes = 1_600;

/**
 * Text links, as a button needs an app that answers its click. Those that no longer fit are left
 * out whole.
 */
function linkBlocks(links: Incident['latest']['links']): readonly Block[] {
  let text = '';
  for (const { text: label, url } of links) {
    const next = `${text}${text === '' ? '' : ' · '}${link(label, url)}`;
    if (Buffer.byteLength(next) <= linkBytes) text = next;
  }
  return text === '' ? [] : [{ type: 'section', text: verbatim(text) }];
}
