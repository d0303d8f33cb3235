import { stripVTControlCharacters } from 'node:util';
import picocolors from 'picocolors';

/** Colours for people at a terminal; plain text when piped, and when `NO_COLOR` is set. `FORCE_COLOR` overrules. */
export const paint = picocolors.createColors(
  Boolean(process.env.FORCE_COLOR) || (process.stdout.isTTY === true && process.stdout.hasColors()),
);

/** Writes a line for people. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes what `--json` promises: one document, and nothing else on stdout. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Says what went wrong, in one line on stderr. */
export function complain(message: string): void {
  process.stderr.write(`deckhand: ${message.trim().replaceAll(/\s*\n\s*/g, ' ')}\n`);
}

/** Rows as aligned columns, two blanks apart. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
    }
  }
  const padded = (cell: string, column: number): string =>
    cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell));
  return rows.map((row) => row.map(padded).join('  ').trimEnd()).join('\n');
}

const widthOf = (cell: string): number => stripVTControlCharacters(cell).length;
