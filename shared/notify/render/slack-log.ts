import type { LogExcerpt } from '../../core/notice.ts';
import { bytesOf, fitInto, oneLine } from './mrkdwn.ts';
import type { Block } from './slack.ts';

const mostLines = 20;
const lineBytes = 300;
const allBytes = 2_300;

/**
 * The last lines in a code block; what does not fit is cut from the front, and the heading says how
 * many lines.
 */
export const logBlocks = (log: LogExcerpt | null): readonly Block[] =>
  log ? [text(logText(log))] : [];

/** The same as mrkdwn, for what knows no blocks. */
export function logText(log: LogExcerpt): string {
  const container = `*Log of ${fitInto(oneLine(log.container), 80)}*`;
  if (log.lines.length === 0)
    return `${container}: ${fitInto(oneLine(log.why ?? 'no lines'), 300)}`;
  const lines = lastLines(log.lines);
  const missing = (log.cut ?? 0) + log.lines.length - lines.length;
  const note =
    missing > 0 ? ` _(${missing} earlier line${missing === 1 ? '' : 's'} left out)_` : '';
  return `${container}${note}\n\`\`\`\n${lines.join('\n')}\n\`\`\``;
}

const text = (mrkdwn: string): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', text: mrkdwn, verbatim: true },
});

function lastLines(lines: readonly string[]): readonly string[] {
  const taken: string[] = [];
  let bytes = 0;
  for (const line of lines.slice(-mostLines).reverse()) {
    const fitted = fitInto(line.replaceAll('\n', ' ').replaceAll('`', "'"), lineBytes);
    bytes += bytesOf(fitted) + 2;
    if (bytes > allBytes) break;
    taken.unshift(fitted);
  }
  return taken;
}
