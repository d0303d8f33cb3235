import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { naiveVerdict } from '../../local/cloud/ecr/lifecycle/verdict.ts';
import { evaluate } from '../../shared/cleanup/evaluate.ts';
import type {
  LifecyclePolicy,
  LifecycleRule,
  Selection,
} from '../../shared/config/types/lifecycle-policy.ts';
import { problemsOfPolicy } from '../../shared/config/written/problems-of-policy.ts';
import type { EcrImage } from '../../shared/core/ecr-image.ts';
import { anImage, cleanupNow, daysAgo } from '../support/ecr.ts';

/** Few values, so that tags meet patterns, and ages and limits fall together. */
const tag = fc.constantFrom('a', 'a-1', 'a-2', 'b', 'b-1', 'ab-1', 'prod', 'a.b');
const pattern = fc.constantFrom('*', 'a*', '*1', 'a-*', '*b*', 'b', 'a*1', '*a*b*', 'prod');
const prefix = fc.constantFrom('a', 'b', 'a-', 'p');
const days = fc.constantFrom(0, 1, 1, 2, 2.5, 3, 90, 91, 92);
const when = days.map(daysAgo);
const limit = fc.constantFrom(1, 2, 3);

const anyImage: fc.Arbitrary<EcrImage> = fc
  .record({
    tags: fc.uniqueArray(tag, { maxLength: 3 }),
    pushedAt: when,
    status: fc.constantFrom(
      'ACTIVE',
      'ACTIVE',
      'ACTIVE',
      'ACTIVE',
      'ARCHIVED',
      'ARCHIVED',
      'ACTIVATING',
    ),
    lastPulledAt: fc.option(when, { nil: undefined }),
    activatedAt: fc.option(when, { nil: undefined, freq: 3 }),
    archivedAt: fc.option(when, { nil: undefined }),
  })
  .map(({ lastPulledAt, activatedAt, archivedAt, status, ...image }) => ({
    ...anImage('any'),
    ...image,
    status,
    storageClass: status === 'ACTIVE' ? 'standard' : 'archive',
    ...(lastPulledAt && { lastPulledAt }),
    ...(activatedAt && { activatedAt }),
    ...(archivedAt && { archivedAt }),
  }));

const tags = fc.oneof(
  fc.record({
    tagStatus: fc.constant('tagged' as const),
    tagPatternList: fc.array(pattern, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    tagStatus: fc.constant('tagged' as const),
    tagPrefixList: fc.uniqueArray(prefix, { minLength: 1, maxLength: 2 }),
  }),
  fc.constant({ tagStatus: 'untagged' as const }),
  fc.constant({ tagStatus: 'any' as const }),
);

const expire = { type: 'expire' } as const;
const transition = { type: 'transition', targetStorageClass: 'archive' } as const;
const inDays = { countUnit: 'days' } as const;

type Counted = Pick<Selection, 'countType' | 'countUnit' | 'countNumber' | 'storageClass'>;

/** What is counted, and the action that goes with it. */
type Counting = Pick<LifecycleRule, 'action' | 'deckhand'> & { readonly count: Counted };

const counting: fc.Arbitrary<Counting> = fc.oneof(
  limit.map(
    (countNumber): Counting => ({
      action: expire,
      count: { countType: 'imageCountMoreThan', countNumber },
    }),
  ),
  fc.tuple(limit, fc.option(limit, { nil: undefined })).map(
    ([countNumber, keepAtLeast]): Counting => ({
      action: expire,
      count: { countType: 'sinceImagePushed', ...inDays, countNumber },
      ...(keepAtLeast && { deckhand: { keepAtLeast } }),
    }),
  ),
  limit.map(
    (countNumber): Counting => ({
      action: transition,
      count: { countType: 'sinceImagePulled', ...inDays, countNumber },
    }),
  ),
  fc.constantFrom(90, 91).map(
    (countNumber): Counting => ({
      action: expire,
      count: {
        countType: 'sinceImageTransitioned',
        storageClass: 'archive',
        ...inDays,
        countNumber,
      },
    }),
  ),
);

const filters = fc.option(
  fc.record(
    {
      tagPatternsAnyOf: fc.array(pattern, { minLength: 1, maxLength: 2 }),
      excludeTagPatterns: fc.array(pattern, { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined, freq: 2 },
);

const anyRule: fc.Arbitrary<LifecycleRule> = fc
  .record({ tagged: tags, counting, filters, rulePriority: fc.integer({ min: 1, max: 9 }) })
  .map(({ tagged, counting: { count, action, deckhand }, filters: filter, rulePriority }) => {
    const { tagPatternsAnyOf, excludeTagPatterns } = filter ?? {};
    const ours = {
      ...deckhand,
      ...(tagPatternsAnyOf && tagged.tagStatus === 'tagged' && { tagPatternsAnyOf }),
      ...(excludeTagPatterns && tagged.tagStatus !== 'untagged' && { excludeTagPatterns }),
    };
    return {
      rulePriority,
      selection: { ...tagged, ...count },
      action,
      ...(Object.keys(ours).length > 0 && { deckhand: ours }),
    };
  });

/** Policies that ECR takes, or we do: most that chance makes are none. */
const anyPolicy: fc.Arbitrary<LifecyclePolicy> = fc
  .array(anyRule, { minLength: 1, maxLength: 4 })
  .map((rules) => ({ rules }))
  .filter((policy) => problemsOfPolicy(policy).length === 0);

const perRun = { policies: 5, inventories: 4 };
const runs = 100_000 / (perRun.policies * perRun.inventories);

const exactly = <T>(count: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(arbitrary, { minLength: count, maxLength: count });

const inventories = exactly(
  perRun.inventories,
  fc.array(anyImage, { minLength: 1, maxLength: 9, size: 'max' }),
);

test('two evaluators that share no line agree on 100,000 pairs of a random policy and a random inventory', () => {
  const seen = { pairs: 0, marked: 0 };
  const property = fc.property(
    inventories,
    exactly(perRun.policies, anyPolicy),
    (all, policies) => {
      for (const images of all) {
        for (const policy of policies) {
          const ours = evaluate(images, policy, cleanupNow).map((ruling) =>
            ruling?.isMarked ? ruling.rule.rulePriority : null,
          );
          const theirs = images.map((image) => naiveVerdict(image, images, policy, cleanupNow));
          seen.pairs++;
          seen.marked += ours.filter((rule) => rule !== null).length;
          if (ours.join() !== theirs.join()) expect({ policy, images, ours }).toEqual({ theirs });
        }
      }
    },
  );

  fc.assert(property, { numRuns: runs });

  expect(seen.pairs).toBe(100_000);
  expect(seen.marked / seen.pairs).toBeGreaterThan(0.3);
});
