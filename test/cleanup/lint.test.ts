import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluate } from '../../shared/cleanup/evaluate.ts';
import { lint } from '../../shared/cleanup/lint.ts';
import { patchedPolicy } from '../../shared/cleanup/patch.ts';
import { readPolicy } from '../../shared/config/policy-text.ts';
import type { LifecyclePolicy, LifecycleRule } from '../../shared/config/types/lifecycle-policy.ts';
import type { EcrImage } from '../../shared/core/ecr-image.ts';
import { anImage, cleanupNow, olderThan } from '../support/ecr.ts';

const keeping = (
  rulePriority: number,
  tagPatternList: readonly string[] | 'any' | 'untagged',
  countNumber = 1,
): LifecycleRule => ({
  rulePriority,
  selection: {
    ...(typeof tagPatternList === 'string'
      ? { tagStatus: tagPatternList }
      : { tagStatus: 'tagged' as const, tagPatternList }),
    countType: 'imageCountMoreThan',
    countNumber,
  },
  action: { type: 'expire' },
});

const prod = anImage('prod', { tags: ['prod-1'], age: 9 });
const staging = anImage('staging', { tags: ['staging-1'], age: 8 });
const pinned = anImage('pinned', { age: 90 });

/** `finding rule`, for each. */
const findings = (
  rules: readonly LifecycleRule[],
  images: readonly EcrImage[] = [],
  inUse: readonly EcrImage[] = [],
) =>
  lint(
    { rules },
    { now: cleanupNow, images, inUse: new Set(inUse.map(({ digest }) => digest)) },
  ).map(({ finding, rule }) => `${finding} ${rule}`);

describe('the AND trap', () => {
  const rule = keeping(1, ['prod*', 'staging*']);

  test('is found where images have one of the tags, and none has all', () => {
    expect(findings([rule], [prod, staging])).toEqual(['and-trap 1']);
  });

  test('is none where an image has all of them', () => {
    const both = anImage('both', { tags: ['prod-1', 'staging-1'] });

    expect(findings([rule], [prod, both])).toEqual([]);
  });

  test('is suspected without images, and not with one pattern', () => {
    expect(findings([rule])).toEqual(['and-trap 1']);
    expect(findings([keeping(1, ['prod*'])])).toEqual([]);
  });
});

describe('a rule that is there to protect', () => {
  test.each([
    ['nothing has its tag', ['release-*'], 9999, ['protects-nothing 1']],
    ['something has its tag', ['prod*'], 9999, []],
    ['it is not for protection', ['release-*'], 10, []],
  ])('where %s', (_, patterns, count, expected) => {
    expect(findings([keeping(1, patterns, count)], [prod])).toEqual(expected);
  });
});

describe('a dead rule', () => {
  test.each<[string, readonly LifecycleRule[], readonly string[]]>([
    ['the same pattern', [keeping(1, ['prod*']), keeping(2, ['prod*'], 5)], ['dead-rule 2']],
    ['a narrower one', [keeping(1, ['p*']), keeping(2, ['prod-*-arm'])], ['dead-rule 2']],
    ['a wider one', [keeping(1, ['prod-*']), keeping(2, ['p*'])], []],
    [
      'one of two',
      [keeping(1, ['p*']), keeping(2, ['prod*', 'x*'])],
      ['and-trap 2', 'dead-rule 2'],
    ],
    ['two of one', [keeping(1, ['p*', 'x*']), keeping(2, ['prod*'])], ['and-trap 1']],
    ['everything', [keeping(1, ['*']), keeping(2, 'any')], []],
  ])('below %s, by the text alone', (_, rules, expected) => {
    expect(findings(rules)).toEqual(expected);
  });

  test('by the images there are', () => {
    const rules = [keeping(1, ['*-1']), keeping(2, ['prod*'])];

    expect(findings(rules, [prod, staging])).toEqual(['dead-rule 2']);
  });
});

test('an `any` rule that catches a pinned digest without a tag is told', () => {
  const found = lint(olderThan(30), {
    now: cleanupNow,
    images: [prod, pinned],
    inUse: new Set([pinned.digest]),
  });

  expect(found).toEqual([
    {
      finding: 'catches-in-use',
      rule: 1,
      message:
        'is about to expire 1 image in use, 1 of them without a tag and used by digest: ECR does not know of use',
    },
  ]);
});

describe('the patched policy', () => {
  /** What is marked once the patch and its tags are in place. */
  const marked = (
    policy: LifecyclePolicy,
    images: readonly EcrImage[],
    inUse: readonly EcrImage[],
  ) => {
    const patch = patchedPolicy(policy, inUse);
    const retagged = images.map((image) => ({
      ...image,
      tags: [
        ...image.tags,
        ...(patch?.tag ?? []).filter(({ digest }) => digest === image.digest).map(({ tag }) => tag),
      ],
    }));
    const rulings = patch ? evaluate(retagged, patch.policy, cleanupNow) : [];
    return images.filter((_, index) => rulings[index]?.isMarked);
  };

  test('claims a tagged image by its tag, an untagged one by a tag to be put on it', () => {
    const patch = patchedPolicy(olderThan(1), [prod, pinned]);

    expect(patch?.tag).toEqual([
      { digest: pinned.digest, tag: `deckhand-in-use-${pinned.digest.slice(7, 19)}` },
    ]);
    expect(
      patch?.policy.rules.map(({ rulePriority, selection }) => [
        rulePriority,
        selection.tagPatternList?.[0] ?? selection.tagStatus,
      ]),
    ).toEqual([
      [1, 'deckhand-in-use-*'],
      [2, 'prod-1'],
      [3, 'any'],
    ]);
    expect(marked(olderThan(1), [prod, staging, pinned], [prod, pinned])).toEqual([staging]);
  });

  test('with many images in use, tags those for whom there is no rule left', () => {
    const many = Array.from({ length: 70 }, (_, n) =>
      anImage(`i${n}`, { tags: [`v${n}`], age: 9 }),
    );

    const patch = patchedPolicy(olderThan(1), many);

    expect(patch?.policy.rules).toHaveLength(50);
    expect(patch?.tag).toHaveLength(22);
    expect(marked(olderThan(1), many, many)).toEqual([]);
  });

  test('is none where ECR would take no further rule', () => {
    const rules = Array.from({ length: 50 }, (_, n) => keeping(n + 1, [`v${n}`]));

    expect(patchedPolicy({ rules }, [prod])).toBeNull();
  });

  test('is one that ECR takes, and that spares what is in use, whatever the policy was', () => {
    const policies = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), {
      minLength: 1,
      maxLength: 6,
    });
    const property = fc.property(
      policies,
      fc.subarray([prod, staging, pinned]),
      (priorities, inUse) => {
        const ordered = priorities.toSorted((one, other) => one - other);
        const rules = ordered.map((priority, index) =>
          keeping(priority, index === ordered.length - 1 ? 'any' : [`${index}*`]),
        );

        const patch = patchedPolicy({ rules }, inUse);

        expect(readPolicy(JSON.stringify(patch?.policy))).toEqual({ policy: patch?.policy });
        expect(
          marked({ rules }, [prod, staging, pinned], inUse).filter((image) =>
            inUse.includes(image),
          ),
        ).toEqual([]);
      },
    );

    fc.assert(property, { numRuns: 300 });
  });
});
