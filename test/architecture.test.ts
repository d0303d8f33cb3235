import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Every partition key that the adapters write: `pk: 'uses'`, "pk: `task#", `partition = 'silences'`. */
const partitions = globSync('shared/world/**/*.ts', { cwd: root })
  .flatMap((path) => [...read(path).matchAll(/(?:pk: |partition = |=> )[`']([a-z-]+)(#|')/g)])
  .map(([, name = '', end]) => (end === '#' ? `${name}#…` : name));

test('docs/architecture.md names every kind of item in the table', () => {
  const rows = read('docs/architecture.md').match(/^\| `.*?\|/gm) ?? [];

  const missing = [...new Set(partitions)].filter(
    (name) => !rows.some((cell) => cell.includes(`\`${name}\``)),
  );

  expect(partitions.length).toBeGreaterThan(12);
  expect(missing).toEqual([]);
});
