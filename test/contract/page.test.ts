import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

/** `clause('sentence', async …, ['MiniStack'])`: the sentences that somebody differs in, and who. */
const differing = readdirSync(import.meta.dirname)
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .flatMap((text) => [
    ...text.matchAll(
      /clause\(\n\s+'([^']+)',\n(?:(?!\n {2}\);)[\s\S])*?\n\s+\[('[^\]]+')\],\n\s+\);/g,
    ),
  ])
  .map(([, sentence, names = '']) => `| ${sentence} | ${names.replaceAll("'", '')} |`);

test('docs/contract.md lists every difference, and who differs', () => {
  const page = readFileSync(join(root, 'docs/contract.md'), 'utf8');

  const listed = page
    .split('\n')
    .filter((line) => /^\| (the|an|a) \S+ .*\| (MiniStack|moto)/.test(line));

  expect(differing.length).toBeGreaterThan(0);
  expect(listed.map((line) => line.split('|').slice(0, 3).join('|').concat('|')).sort()).toEqual(
    [...differing].sort(),
  );
});
