import { expect, test } from '@jest/globals';
import picocolors from 'picocolors';
import { table } from '../../cli/output.ts';

test('a table aligns its columns and leaves no blanks at the end of a line', () => {
  const rows = [
    ['a', 'one'],
    ['long name', 'two', 'three'],
    ['', ''],
  ];

  expect(table(rows)).toBe('a          one\nlong name  two  three\n');
});

test('a table aligns what is seen, not the codes of its colours', () => {
  const { bold } = picocolors.createColors(true);

  expect(
    table([
      [bold('ab'), 'x'],
      ['abcd', 'y'],
    ]),
  ).toBe(`${bold('ab')}    x\nabcd  y`);
});
