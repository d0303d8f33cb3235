import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { pickedOf } from '../support/picks.ts';

const page = readFileSync(new URL('../../docs/rollouts.md', import.meta.url), 'utf8');

const rows = [
  ...page.matchAll(/^\| `(.+?)` \| `([^`|]+)` \| `([^`|]+)` \| (?:`([^`|]+)`|nothing) \|$/gm),
].map(([, policy = '', runs = '', tags = '', goesOut]) => ({
  policy: policy.replaceAll('\\|', '|'),
  ...{ runs, tags, goesOut: goesOut ?? null },
}));

describe('the policy tables of docs/rollouts.md', () => {
  test('are all read', () => {
    const inTables = page.split('\n').filter((line) => /^\| `/.test(line));

    expect(rows.length).toBeGreaterThan(35);
    expect(rows).toHaveLength(inTables.length);
  });

  test.each(rows)('$policy: $runs, given $tags, is followed by $goesOut', (row) => {
    expect(pickedOf(row.policy, row.runs, row.tags)).toBe(row.goesOut);
  });
});
