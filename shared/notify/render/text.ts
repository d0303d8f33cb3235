import type { Incident } from '../../core/incident.ts';
import type { LogExcerpt } from '../../core/notice.ts';
import { severityOf, stateOf } from '../severity.ts';
import { clip } from './clip.ts';
import { clean, oneLine } from './mrkdwn.ts';
import { shownOf } from './shown.ts';
import { spanOf } from './times.ts';
import { wrap } from './wrap.ts';

const width = 76;

/**
 * A mail's subject: printable ASCII, under 100 characters, beginning with a bracket.
 * Source: Amazon SNS API reference, Publish, `Subject`.
 */
export function subjectOf(incident: Incident): string {
  const times = incident.count > 1 ? ` (x${incident.count})` : '';
  const subject = ascii(`[${statusOf(incident)}] ${oneLine(incident.latest.title)}`);
  const room = 99 - times.length;
  return (subject.length > room ? `${subject.slice(0, room - 3)}...` : subject) + times;
}

/**
 * Without accents where a letter remains; typographic characters as they were typed before there
 * were any.
 */
const ascii = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[‐-―·]/g, '-')
    .replace(/[×]/g, 'x')
    .replace(/→/g, '->')
    .replace(/[^\x20-\x7e]/gu, '?');

function statusOf(incident: Incident): string {
  const state = stateOf(incident);
  if (state === 'resolved') return 'RESOLVED';
  return state === 'info' ? 'INFO' : severityOf(incident).toUpperCase();
}

/** The incident as a mail or a terminal shows it: no markup, 76 columns; only links are longer. */
export function textOf(incident: Incident): string {
  const { notice, hint, fields, changes, log, graph, links } = shownOf(incident);
  const open = incident.open.length + incident.openBeyond;
  const status = `${statusOf(incident)}, ${spanOf(incident, 'x')}${open > 1 ? `, ${open} not over yet` : ''}.`;
  const parts: readonly (readonly string[])[] = [
    wrap(oneLine(notice.title), width),
    wrap(status, width),
    wrap(clean(notice.summary), width),
    hint ? wrap(`What to do: ${clean(hint)}`, width) : [],
    fields.flatMap(({ name, value }) => labelled(oneLine(name), oneLine(value))),
    graph ? wrap(oneLine(graph.sparkline), width) : [],
    listed('What changed', changes),
    logLines(log),
    listed(
      'Done',
      notice.outcomes.map(({ what }) => what),
    ),
    listed(
      'Why',
      notice.reasons.map(({ holds, because }) => `${holds ? 'yes' : 'no'}: ${because}`),
    ),
    links.flatMap(({ text, url }) => [`${clip(oneLine(text), 70)}:`, `  ${url}`]),
  ];
  return `${parts
    .filter((lines) => lines.some((line) => line.trim() !== ''))
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const labelWidth = 18;

const labelled = (name: string, value: string): readonly string[] =>
  wrap(`${`${clip(name, 40)}: `.padEnd(labelWidth)}${value}`, width, ' '.repeat(labelWidth));

const listed = (heading: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0
    ? []
    : [`${heading}:`, ...lines.flatMap((line) => wrap(`  - ${oneLine(line)}`, width, '    '))];

function logLines(log: LogExcerpt | null): readonly string[] {
  if (!log) return [];
  const container = clip(oneLine(log.container), 80);
  if (log.lines.length === 0) {
    return wrap(`Log of ${container}: ${oneLine(log.why ?? 'no lines')}`, width);
  }
  const lines = log.lines.slice(-20);
  const missing = (log.cut ?? 0) + log.lines.length - lines.length;
  const note = missing > 0 ? `, ${missing} earlier line${missing === 1 ? '' : 's'} left out` : '';
  return [
    ...wrap(`Log of ${container}${note}:`, width),
    ...lines.flatMap((line) => wrap(`  | ${oneLine(line)}`, width, '  | ')),
  ];
}
