import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { differences } from './contract.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/contract.md'), 'utf8');

/** The rows of the table with this first line. */
function rowsBelow(head: string): readonly (readonly string[])[] {
  const [, below = ''] = page.split(`\n${head}\n`);
  const [table = ''] = below.split('\n\n');
  return table
    .split('\n')
    .slice(1)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const listed = rowsBelow('| sentence | who differs | how | AWS says |');

test('docs/contract.md lists every difference, who differs, and no other', () => {
  const known = differences().map(([sentence, places]) => [sentence, places.join(', ')]);

  expect(known.length).toBeGreaterThan(0);
  expect(listed.map(([sentence, who]) => [sentence, who]).sort()).toEqual(known.sort());
});

test.each([...listed, ...rowsBelow('| what | instead | AWS says |')])(
  'AWS is the judge of "%s": what it says, and on which page',
  (...cells) => {
    const judge = cells.at(-1);

    expect(cells.every((cell) => cell.length > 0)).toBe(true);
    expect(judge).toMatch(
      /^\[[A-Z][\w ,]+\]\(https:\/\/docs\.aws\.amazon\.com\/\S+\.html\): .*\S+ \S+/,
    );
  },
);
