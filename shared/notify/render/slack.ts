import type { Incident } from '../../core/incident.ts';
import type { SlackMessage } from '../../core/world.ts';
import { severityOf, stateOf } from '../severity.ts';
import { fitInto, link, oneLine } from './mrkdwn.ts';
import { shownOf } from './shown.ts';
import { logBlocks } from './slack-log.ts';
import { spanOf } from './times.ts';

export type Block = SlackMessage['blocks'][number];

const looks = {
  critical: { emoji: '🔴', color: '#b3001b' },
  error: { emoji: '🟠', color: '#e8590c' },
  warning: { emoji: '🟡', color: '#f2b705' },
  info: { emoji: '🔵', color: '#3b7dd8' },
  resolved: { emoji: '✅', color: '#2f9e44' },
} as const;

export const lookOf = (incident: Incident): { readonly emoji: string; readonly color: string } =>
  looks[stateOf(incident) === 'resolved' ? 'resolved' : severityOf(incident)];

/**
 * The incident's message. Each part has its own share of bytes, and the shares add up to less than 12 KB: a
 * message beyond about 13 KB is refused (`msg_blocks_too_long`, bolt-js#2509), whatever the documented limits say.
 */
export function slackMessage(incident: Incident): Pick<SlackMessage, 'text' | 'color' | 'blocks'> {
  const { emoji, color } = lookOf(incident);
  const { notice, hint, fields, changes, log, links } = shownOf(incident);
  const title = `${emoji} ${oneLine(notice.title)}`;
  const times = incident.count > 1 ? ` (×${incident.count})` : '';
  return {
    text: `${fitInto(title, 280)}${times}`,
    color,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: fitInto(title, 150), emoji: true } },
      context(whereItStands(incident), 300),
      ...section(notice.summary, 1_500),
      ...section(hint ? `*What to do:* ${hint}` : '', 700),
      ...fieldBlocks(fields),
      ...section(list('What changed', changes), 900),
      ...logBlocks(log),
      ...section(
        list(
          'Done',
          notice.outcomes.map(({ what }) => what),
        ),
        600,
      ),
      ...(notice.reasons.length > 0 ? [context(why(notice.reasons), 800)] : []),
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
const mrkdwn = (text: string, bytes: number): Block => ({
  type: 'mrkdwn',
  text: fitInto(text, bytes),
  verbatim: true,
});

const section = (text: string, bytes: number): readonly Block[] =>
  text.trim() === '' ? [] : [{ type: 'section', text: mrkdwn(text, bytes) }];

const context = (text: string, bytes: number): Block => ({
  type: 'context',
  elements: [mrkdwn(text, bytes)],
});

const mostFields = 10;

/** Ten fields is what one section takes; the eleventh says how many are missing. */
function fieldBlocks(fields: Incident['latest']['fields']): readonly Block[] {
  const shown = fields.slice(0, fields.length > mostFields ? mostFields - 1 : mostFields);
  const missing = fields.length - shown.length;
  const texts = shown.map(({ name, value }) => `*${oneLine(name)}*\n${oneLine(value)}`);
  if (missing > 0) texts.push(`_and ${missing} more_`);
  return texts.length === 0
    ? []
    : [{ type: 'section', fields: texts.map((text) => mrkdwn(text, 180)) }];
}

const linkBytes = 1_800;

/** Text links, as a button needs an app that answers its click. Those that no longer fit are left out whole. */
function linkBlocks(links: Incident['latest']['links']): readonly Block[] {
  let text = '';
  for (const { text: label, url } of links) {
    const next = `${text}${text === '' ? '' : ' · '}${link(label, url)}`;
    if (Buffer.byteLength(next) <= linkBytes) text = next;
  }
  return text === '' ? [] : [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }];
}
