import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { load } from '../../shared/config/load.ts';
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

describe('the configurations of docs/rollouts.md', () => {
  const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

  test('are all read', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(4);
  });

  test.each(blocks)('%s', (text) => {
    expect(load(text)).toMatchObject({ ok: true });
  });
});
