import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { load } from '../../shared/config/load.ts';
import type { Ending } from '../../shared/core/rollout.ts';
import { gatesFor } from '../../shared/deploy/consider/gates.ts';
import { inEcr } from '../../shared/deploy/containers.ts';
import { yml } from '../support/config.ts';
import { pickedOf } from '../support/picks.ts';

const page = readFileSync(new URL('../../docs/rollouts.md', import.meta.url), 'utf8');

const now = '2026-11-25T12:00:00.000Z';
const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

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

/** The first cells of the table that has this for its heading. */
function firstCells(heading: string): readonly string[] {
  const [, table = ''] = page.split(`\n| ${heading} |`);
  const [, ...lines] = table.split('\n').slice(1, table.split('\n').indexOf(''));
  return lines.map((line) => line.split('|')[1]?.trim() ?? '');
}

describe('the table of gates', () => {
  test('has every gate that there is, in the order in which images pass them', () => {
    const [rule] = yml('deploy: { scan: {}, policy: minor }').deploy.rules;
    const container = inEcr({ name: 'app', image: `${registry}/web:1.0.0`, dockerLabels: {} });
    if (!rule || !container) throw new Error('there is always a rule, and this is an image');
    const image = { digest: 'sha256:1', tags: ['1.1.0'], pushedAt: now, status: 'ACTIVE' };
    const change = { container: 'app', from: '', to: '', repository: 'web', tag: '1.1.0' };
    const chosen = { rule, container, image, running: null, change: { ...change, digest: '' } };
    const rollouts = { serviceArn: '', revision: 0, newest: null, quarantined: [] };
    const facts = { scans: {}, platforms: {}, rollouts, now };

    const gates = gatesFor(chosen, facts, { definition: {}, tags: [] });

    expect(gates.map(({ reason }) => reason.rule)).toEqual(firstCells('gate'));
  });
});

describe('the table of endings', () => {
  test('has every ending that there is', () => {
    const endings: { readonly [ending in Ending]: true } = {
      ...{ completed: true, 'rolled back': true, failed: true },
      ...{ superseded: true, 'scaled to zero': true },
    };

    expect(firstCells('ending')).toEqual(Object.keys(endings));
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
