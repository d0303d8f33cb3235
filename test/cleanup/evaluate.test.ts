import { describe, expect, test } from '@jest/globals';
import { evaluate } from '../../shared/cleanup/evaluate.ts';
import type { LifecycleRule, Selection } from '../../shared/config/types/lifecycle-policy.ts';
import type { EcrImage } from '../../shared/core/ecr-image.ts';
import { anImage, cleanupNow, daysAgo } from '../support/ecr.ts';

type Rule = Omit<LifecycleRule, 'rulePriority' | 'action'> & Partial<LifecycleRule>;

const age = (days: number) => ({
  countType: 'sinceImagePushed' as const,
  countUnit: 'days' as const,
  countNumber: days,
});
const count = (number: number) => ({
  countType: 'imageCountMoreThan' as const,
  countNumber: number,
});
const any = (counted: Pick<Selection, 'countType' | 'countNumber'>): Rule => ({
  selection: { tagStatus: 'any', ...counted },
});
const untagged = (counted: Pick<Selection, 'countType' | 'countNumber'>): Rule => ({
  selection: { tagStatus: 'untagged', ...counted },
});

/** A tagged rule in ECR's two forms. */
const forms = {
  tagPatternList: (prefixes: string[], counted: Pick<Selection, 'countType' | 'countNumber'>) => ({
    selection: {
      tagStatus: 'tagged' as const,
      tagPatternList: prefixes.map((prefix) => `${prefix}*`),
      ...counted,
    },
  }),
  tagPrefixList: (prefixes: string[], counted: Pick<Selection, 'countType' | 'countNumber'>) => ({
    selection: { tagStatus: 'tagged' as const, tagPrefixList: prefixes, ...counted },
  }),
};

/** Images by name, tags and age in days: `{ A: ['beta-1 prod-1', 10] }`. */
const images = (described: { readonly [name: string]: readonly [string, number] }) =>
  Object.entries(described).map(([name, [tags, days]]) => ({
    name,
    image: anImage(name, { tags: tags ? tags.split(' ') : [], age: days }),
  }));

/** The names of those acted on, joined. */
function actedOn(
  inventory: readonly { readonly name: string; readonly image: EcrImage }[],
  rules: readonly Rule[],
  now = cleanupNow,
): string {
  const policy = {
    rules: rules.map((rule, index) => ({
      rulePriority: index + 1,
      action: { type: 'expire' as const },
      ...rule,
    })),
  };
  const rulings = evaluate(
    inventory.map(({ image }) => image),
    policy,
    now,
  );
  return inventory
    .filter((_, index) => rulings[index]?.isMarked)
    .map(({ name }) => name)
    .join(',');
}

describe.each(Object.entries(forms))(
  'the worked cases of the ECR User Guide, with %s',
  (_, tagged) => {
    test('T1: images with a tag, older than 14 days, the 14th day not included', () => {
      const inventory = images({ A: ['prod-1', 15], B: ['prod-2', 14], C: ['dev', 99] });

      expect(actedOn(inventory, [tagged(['prod'], age(14))])).toBe('A');
    });

    test('T2: all untagged images but the newest', () => {
      const inventory = images({ A: ['', 3], B: ['', 1], C: ['', 2], D: ['v1', 9] });

      expect(actedOn(inventory, [untagged(count(1))])).toBe('A,C');
    });

    const beta = images({ A: ['beta-1 prod-1', 10], B: ['beta-2 prod-2', 9], C: ['beta-3', 8] });

    test('T3: what the first rule identifies is out of reach of the second', () => {
      const rules = [tagged(['prod'], count(1)), tagged(['beta'], count(1))];

      expect(actedOn(beta, rules)).toBe('A');
    });

    test('T4: the same rules the other way round', () => {
      const rules = [tagged(['beta'], count(1)), tagged(['prod'], count(1))];

      expect(actedOn(beta, rules)).toBe('A,B');
    });

    test('T5: two patterns want an image that has both, by age', () => {
      const inventory = images({
        A: ['alpha-1', 12],
        B: ['beta-1', 11],
        C: ['alpha-2 beta-2', 10],
        D: ['alpha-3', 4],
        E: ['beta-3', 3],
        F: ['alpha-4 beta-4', 2],
      });

      expect(actedOn(inventory, [tagged(['alpha', 'beta'], age(5))])).toBe('C');
    });

    test('T6: two patterns want an image that has both, by count; further tags do not matter', () => {
      const inventory = images({
        A: ['alpha-1 beta-1 gamma-1', 10],
        B: ['alpha-2 beta-2', 9],
        C: ['alpha-3 beta-3 gamma-2', 8],
      });

      expect(actedOn(inventory, [tagged(['alpha', 'beta'], count(1))])).toBe('A,B');
    });

    test('T7: any image, tagged or not', () => {
      const inventory = images({
        A: ['alpha-1', 4],
        B: ['beta-1', 3],
        C: ['', 2],
        D: ['alpha-2', 1],
      });

      expect(actedOn(inventory, [any(count(1))])).toBe('A,B,C');
    });

    test('T8: what is claimed by a rule above still takes its place in the ranking', () => {
      const inventory = images({
        A: ['alpha-1 beta-1', 4],
        B: ['', 3],
        C: ['alpha-2', 2],
        D: ['git-hash', 1],
        E: ['', 0.99],
      });
      const rules = [tagged(['alpha'], count(1)), untagged(age(1)), any(count(1))];

      expect(actedOn(inventory, rules)).toBe('A,B,D');
    });

    test('T9: images with a tag are archived by age', () => {
      const inventory = images({ A: ['prod-1', 31], B: ['prod-2', 30] });
      const rule = { ...tagged(['prod'], age(30)), action: transition };

      expect(actedOn(inventory, [rule])).toBe('A');
    });
  },
);

const transition = { type: 'transition', targetStorageClass: 'archive' } as const;
const pulled = (days: number) => ({
  countType: 'sinceImagePulled' as const,
  countUnit: 'days' as const,
  countNumber: days,
});
const archived = (days: number): Rule => ({
  selection: {
    tagStatus: 'any',
    storageClass: 'archive',
    countType: 'sinceImageTransitioned',
    countUnit: 'days',
    countNumber: days,
  },
});
const inArchive = { storageClass: 'archive', status: 'ARCHIVED' } as const;

describe('the archive', () => {
  test('T10: images are archived by their last pull; one never pulled counts from its push', () => {
    const inventory = [
      { name: 'pulled long ago', image: anImage('1', { age: 400, lastPulledAt: daysAgo(91) }) },
      { name: 'pulled lately', image: anImage('2', { age: 400, lastPulledAt: daysAgo(90) }) },
      { name: 'never pulled', image: anImage('3', { age: 91 }) },
      { name: 'pushed lately', image: anImage('4', { age: 90 }) },
    ];

    const rule = { ...any(pulled(90)), action: transition };

    expect(actedOn(inventory, [rule])).toBe('pulled long ago,never pulled');
  });

  test('T11: archived images expire by their time in the archive, standard ones do not', () => {
    const inventory = [
      { name: 'old', image: anImage('1', { ...inArchive, archivedAt: daysAgo(366) }) },
      { name: 'young', image: anImage('2', { ...inArchive, archivedAt: daysAgo(365) }) },
      { name: 'unknown', image: anImage('3', { ...inArchive, age: 999 }) },
      { name: 'standard', image: anImage('4', { age: 999 }) },
    ];

    expect(actedOn(inventory, [archived(365)])).toBe('old');
  });

  test('T12: a rule for each storage class, and neither touches the images of the other', () => {
    const inventory = [
      { name: 'standard', image: anImage('1', { age: 31 }) },
      {
        name: 'archived',
        image: anImage('2', { ...inArchive, age: 800, archivedAt: daysAgo(366) }),
      },
      {
        name: 'just archived',
        image: anImage('3', { ...inArchive, age: 800, archivedAt: daysAgo(9) }),
      },
    ];
    const rules = [{ ...any(age(30)), action: transition }, archived(365)];

    expect(actedOn(inventory, rules)).toBe('standard,archived');
  });

  test('an image that came back counts from its return, by push and by pull', () => {
    const back = { age: 400, activatedAt: daysAgo(5), lastPulledAt: daysAgo(300) };
    const inventory = [{ name: 'back', image: anImage('1', back) }];

    expect(actedOn(inventory, [any(age(5))])).toBe('');
    expect(actedOn(inventory, [any(age(4))])).toBe('back');
    expect(actedOn(inventory, [{ ...any(pulled(5)), action: transition }])).toBe('');
    expect(actedOn(inventory, [{ ...any(pulled(4)), action: transition }])).toBe('back');
  });

  test('an image on its way back is left alone', () => {
    const inventory = [{ name: 'coming', image: anImage('1', { age: 400, status: 'ACTIVATING' }) }];

    expect(actedOn(inventory, [any(age(1))])).toBe('');
  });
});

const { tagPatternList: tagged } = forms;

test('a rule that marks nothing still keeps its images from the rules below: the idiom of protection', () => {
  const inventory = images({ A: ['release-1', 999], B: ['dev-1', 999] });

  expect(actedOn(inventory, [tagged(['release'], count(9999)), any(age(1))])).toBe('B');
});

test('the AND trap: two patterns in one list match no image that has only one of them', () => {
  const inventory = images({ A: ['prod-1', 99], B: ['staging-1', 99] });

  expect(actedOn(inventory, [tagged(['prod', 'staging'], age(1))])).toBe('');
});

test('images of the same age stay or go together: none goes where only some would', () => {
  const inventory = images({ A: ['', 3], B: ['', 2], C: ['', 2], D: ['', 1] });

  expect(actedOn(inventory, [untagged(count(2))])).toBe('A');
});

describe('wildcards', () => {
  test.each([
    ['prod*', 'prod prod1 production-team1', 'a-prod Prod'],
    ['*prod*', 'repo-production prod', 'pro-d'],
    ['*test*1*2*3', 'test123 a-testx1y2z3', 'test132 test1234'],
    ['v1', 'v1', 'v1.0 xv1'],
    ['a*a', 'aa aba', 'a'],
    ['*', 'a', ''],
    ['a?c', '', 'abc'],
  ])('%s matches %s and not %s', (pattern, matching, others) => {
    const all = [...matching.split(' '), ...others.split(' ')].filter(Boolean);
    const inventory = all.map((tag) => ({
      name: tag,
      image: anImage(tag, { tags: [tag], age: 9 }),
    }));
    const rule = {
      selection: { tagStatus: 'tagged' as const, tagPatternList: [pattern], ...age(1) },
    };

    expect(actedOn(inventory, [rule])).toBe(matching.split(' ').join(','));
  });
});

describe('what ECR cannot say', () => {
  const inventory = images({
    A: ['dev-1', 9],
    B: ['pr-1', 8],
    C: ['dev-2 release-1', 7],
    D: ['main-1', 6],
    E: ['', 5],
  });
  const anyOf = (deckhand: LifecycleRule['deckhand']): Rule => ({
    selection: { tagStatus: 'tagged', ...age(1) },
    ...(deckhand && { deckhand }),
  });

  test('one of several patterns is enough', () => {
    expect(actedOn(inventory, [anyOf({ tagPatternsAnyOf: ['dev-*', 'pr-*'] })])).toBe('A,B,C');
  });

  test('an image with an excluded tag goes on to the next rule', () => {
    const rule = anyOf({ tagPatternsAnyOf: ['dev-*'], excludeTagPatterns: ['release-*'] });

    expect(actedOn(inventory, [rule])).toBe('A');
    expect(actedOn(inventory, [rule, any(age(6))])).toBe('A,B,C');
  });

  test('the newest stay however old they are', () => {
    expect(actedOn(inventory, [{ ...any(age(1)), deckhand: { keepAtLeast: 2 } }])).toBe('A,B,C');
  });

  test('what nobody pulled for long expires', () => {
    const unpulled = [
      { name: 'A', image: anImage('A', { age: 400, lastPulledAt: daysAgo(31) }) },
      { name: 'B', image: anImage('B', { age: 400, lastPulledAt: daysAgo(30) }) },
    ];

    expect(actedOn(unpulled, [{ ...any(pulled(30)), deckhand: { expireByPull: true } }])).toBe('A');
  });
});
