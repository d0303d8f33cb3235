import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { planCleanup } from '../../shared/cleanup/plan.ts';
import { load } from '../../shared/config/load.ts';
import type { CleanupRule } from '../../shared/config/types/cleanup.ts';
import { anImage, cleanupFacts } from '../support/ecr.ts';

function ruleOf(example: string): CleanupRule {
  const loaded = load(readFileSync(join(import.meta.dirname, '../../examples', example), 'utf8'));
  const rule = loaded.ok ? loaded.config.cleanup.rules[0] : undefined;
  if (!rule) throw new Error(`${example} has no rule`);
  return rule;
}

/** Images of these ages in days, tagged `v<age>`. */
const aged = (...ages: readonly number[]) =>
  ages.map((age) => anImage(`v${age}`, { tags: [`v${age}`], age }));

const gone = (rule: CleanupRule, images: ReturnType<typeof aged>) =>
  planCleanup(cleanupFacts({ images }), rule).delete.flatMap(({ tags }) => tags);

test('older than 365 days: they go, the newest five apart', () => {
  const rule = ruleOf('cleanup-by-age.yml');

  expect(gone(rule, aged(366, 365, 9, 8, 7, 6))).toEqual(['v366']);
  expect(gone(rule, aged(505, 504, 503, 502, 501))).toEqual([]);
  expect(rule.mode).toBe('observe');
});

test('more than 25 images: the oldest go, releases and the newest 25 stay', () => {
  const rule = ruleOf('cleanup-by-count.yml');
  const images = aged(...Array.from({ length: 28 }, (_, n) => n + 10));
  const release = anImage('release', { tags: ['release-1'], age: 900 });

  expect(gone(rule, [...images, release])).toEqual(['v37', 'v36', 'v35']);
});
