import type { Kept } from '../local/rehearsal/act.ts';
import type { Seen } from '../local/rehearsal/board.ts';
import type { Played, Rehearsal } from '../local/rehearsal/rehearse.ts';
import type { Line } from '../local/rehearsal/timeline.ts';
import { paint, print, table } from './output.ts';

/** How wide the names in the second column are. */
const nameWidth = 9;
const indent = ' '.repeat(10 + nameWidth + 1);
const longestLine = 150;

export const printTitle = (title: string): void => print(`\n${paint.bold(title)}`);

export function printPlayed({ lines, promises }: Played): void {
  for (const line of lines) printLine(line);
  for (const one of promises) print(promiseLine(one));
}

function printLine({ at, who, what, details }: Line): void {
  const time = paint.dim(new Date(at).toISOString().slice(11, 19));
  print(`${time}  ${paintName(who)} ${clip(what)}`);
  for (const detail of details) print(`${indent}${paint.dim(clip(detail))}`);
}

const clip = (text: string): string =>
  text.length > longestLine ? `${text.slice(0, longestLine - 1)}…` : text;

function paintName(who: string): string {
  const name = who.padEnd(nameWidth);
  if (who === 'deckhand') return paint.cyan(name);
  if (who === 'slack') return paint.magenta(name);
  return paint.yellow(name);
}

const promiseLine = ({ promise, kept }: Kept): string =>
  kept ? `  ${paint.green('✔')} ${promise}` : `  ${paint.red('✘')} ${paint.red(promise)}`;

/** The channel at the end of the day, as people saw it. */
export function printBoard(board: readonly Seen[]): void {
  print(`\n${paint.bold('#ops at the end of the day')}`);
  const rows = board.map(({ posted, title, edits, replies }) => [
    paint.dim(posted.slice(11, 16)),
    title,
    paint.dim(`${times(edits, 'edit')}, ${times(replies, 'reply', 'replies')}`),
  ]);
  print(table(rows));
}

const times = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

export function printTotals({ played, totals, ok }: Rehearsal): void {
  const promises = played.flatMap((one) => one.promises);
  const kept = promises.filter((one) => one.kept).length;
  const verdict = `${kept} of ${promises.length} promises kept`;
  print('');
  print(
    [
      `${totals.hours} h of virtual time`,
      `${totals.events} events`,
      `${totals.invocations} invocations`,
      `${totals.apiCalls} API calls`,
      `${totals.tasksRestarted} tasks restarted`,
      `${totals.messages} messages with ${totals.updates} updates and ${totals.replies} replies`,
      `${totals.deadLetters} dead letters`,
    ].join(' · '),
  );
  print(ok ? paint.green(verdict) : paint.red(verdict));
}
