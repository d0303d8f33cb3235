import { describe, expect, test } from '@jest/globals';
import { planCleanup } from '../../shared/cleanup/plan.ts';
import type { LifecycleRule, Selection } from '../../shared/config/types/lifecycle-policy.ts';
import type { EcrImage, ImageManifest } from '../../shared/core/ecr-image.ts';
import { anImage, anIndex, aPlanRule, cleanupFacts, daysAgo } from '../support/ecr.ts';

type Rule = Pick<LifecycleRule, 'selection'> & Partial<LifecycleRule>;
type Counted = Pick<Selection, 'countType' | 'countNumber'>;

const days = (countNumber: number, countType: Selection['countType'] = 'sinceImagePushed') => ({
  ...{ countType, countUnit: 'days' as const, countNumber },
});
const newest = (countNumber: number): Counted => ({ countType: 'imageCountMoreThan', countNumber });
const any = (counted: Counted): Rule => ({ selection: { tagStatus: 'any', ...counted } });
const untagged = (counted: Counted): Rule => ({ selection: { tagStatus: 'untagged', ...counted } });
const tagged = (tagPatternList: readonly string[], counted: Counted): Rule => ({
  selection: { tagStatus: 'tagged', tagPatternList, ...counted },
});
const prefixed = (tagPrefixList: readonly string[], counted: Counted): Rule => ({
  selection: { tagStatus: 'tagged', tagPrefixList, ...counted },
});
const transition = { type: 'transition', targetStorageClass: 'archive' } as const;
const inArchive = { storageClass: 'archive', status: 'ARCHIVED' } as const;

/** An image by its first tag, so many days old. */
const image = (age: number, ...tags: readonly string[]): EcrImage =>
  anImage(tags.join(), { tags, age });

/** What goes by these rules, in order: `name` or `name by rule 2`. */
function goes(
  images: readonly EcrImage[],
  rules: readonly Rule[],
  manifests: readonly ImageManifest[] = [],
): readonly string[] {
  const policy = {
    rules: rules.map((rule, index) => ({
      ...{ rulePriority: index + 1, action: { type: 'expire' as const } },
      ...rule,
    })),
  };
  const plan = planCleanup(cleanupFacts({ images, manifests }), aPlanRule({ policy }));
  const names = new Map(images.map(({ digest, tags: [tag] }) => [digest, tag ?? 'untagged']));
  return plan.delete.map(({ digest, rule }) => `${names.get(digest)} by rule ${rule}`);
}

describe('which images a rule selects', () => {
  test('S1: those of its storage class; it neither selects nor claims the others', () => {
    const archived = anImage('a', {
      ...{ ...inArchive, tags: ['a'], age: 400, archivedAt: daysAgo(100) },
    });
    const inTheArchive = { storageClass: 'archive' as const };
    const later = any({ ...days(90, 'sinceImageTransitioned'), ...inTheArchive });

    expect(goes([archived], [any(days(1))])).toEqual([]);
    expect(goes([archived], [any(days(1)), later])).toEqual(['a by rule 2']);
  });

  test('S2: by image, not by tag: one with three tags counts once', () => {
    const images = [image(3, 'a', 'b', 'c'), image(2, 'd'), image(1, 'e')];

    expect(goes(images, [any(newest(2))])).toEqual(['a by rule 1']);
  });

  test('S3: those with some tag for every pattern, whichever; other tags do not matter', () => {
    const images = [
      image(9, 'prod-1'),
      image(9, 'staging-1', 'x', 'prod-2'),
      image(9, 'staging-2'),
    ];

    expect(goes(images, [tagged(['prod*', 'staging*'], days(1))])).toEqual(['staging-1 by rule 1']);
  });

  test('S4: a wildcard is any run of characters between both ends, and a prefix one at the end', () => {
    const images = [image(9, 'prod'), image(9, 'production'), image(9, 'repo-prod')];

    expect(goes(images, [tagged(['prod*'], days(1))])).toHaveLength(2);
    expect(goes(images, [prefixed(['prod'], days(1))])).toHaveLength(2);
    expect(goes(images, [tagged(['*prod*'], days(1))])).toHaveLength(3);
    expect(goes(images, [tagged(['prod'], days(1))])).toEqual(['prod by rule 1']);
  });

  test('S5: untagged those without a tag, any all of them', () => {
    const images = [image(9), image(9, 'a')];

    expect(goes(images, [untagged(days(1))])).toEqual(['untagged by rule 1']);
    expect(goes(images, [any(days(1))])).toHaveLength(2);
  });
});

describe('how a policy is evaluated', () => {
  test('E1: every rule sees all images, whatever the rules above it do with them', () => {
    const images = [image(3), image(2, 'b'), image(1, 'release-1')];
    const rules = [tagged(['release*'], newest(9_999)), any(newest(2))];

    expect(goes(images, rules)).toEqual(['untagged by rule 2']);
  });

  test('E2: a count keeps the newest so many, and marks all after them', () => {
    const images = [image(2, 'b'), image(4, 'd'), image(1, 'a'), image(3, 'c')];

    expect(goes(images, [any(newest(2))])).toEqual(['d by rule 1', 'c by rule 1']);
  });

  test('E3: an age has to be exceeded, be it by a millisecond', () => {
    const images = [image(2, 'to the day'), image(2 + 1 / 86_400_000, 'more')];

    expect(goes(images, [any(days(2))])).toEqual(['more by rule 1']);
  });

  test.each<[string, Partial<EcrImage>, Rule]>([
    ['push', { pushedAt: daysAgo(10) }, any(days(10))],
    ['return', { pushedAt: daysAgo(400), activatedAt: daysAgo(10) }, any(days(10))],
    [
      'last pull',
      { pushedAt: daysAgo(400), lastPulledAt: daysAgo(10) },
      { ...any(days(10, 'sinceImagePulled')), action: transition },
    ],
    [
      'push, where nobody pulled it',
      { pushedAt: daysAgo(10) },
      { ...any(days(10, 'sinceImagePulled')), action: transition },
    ],
    [
      'transition',
      { ...inArchive, pushedAt: daysAgo(400), archivedAt: daysAgo(100) },
      any({
        ...{ ...days(100, 'sinceImageTransitioned'), storageClass: 'archive' as const },
      }),
    ],
  ])('E4: an age counts from the %s', (_, fields, rule) => {
    const { selection } = rule;
    const aDayLess = { ...selection, countNumber: selection.countNumber - 1 };
    const images = [anImage('a', { tags: ['a'], ...fields })];

    expect(goes(images, [rule])).toEqual([]);
    expect(goes(images, [{ ...rule, selection: aDayLess }])).toEqual(['a by rule 1']);
  });

  test('E5: what a rule identifies and does not mark is out of reach of the rules below', () => {
    const images = [image(99, 'release-1'), image(99, 'dev-1')];
    const rules = [tagged(['release*'], newest(9_999)), any(days(1))];

    expect(goes(images, rules)).toEqual(['dev-1 by rule 2']);
  });

  test('E6: one rule acts on an image, the first that identifies it', () => {
    const images = [image(99, 'dev-1')];

    expect(goes(images, [tagged(['dev*'], days(30)), any(days(1))])).toEqual(['dev-1 by rule 1']);
    expect(goes(images, [tagged(['dev*'], days(300)), any(days(1))])).toEqual([]);
  });

  test('E7: the oldest go first, and of the same age none where only some would', () => {
    const images = [image(7, 'c'), image(9, 'a'), image(8, 'b'), image(7, 'd'), image(1, 'new')];

    expect(goes(images, [any(newest(2))])).toEqual(['a by rule 1', 'b by rule 1']);
    expect(goes(images, [any(newest(1))])).toHaveLength(4);
  });

  const child = image(50);
  const { index, manifest } = anIndex('index', [child], { tags: ['multi'], age: 50 });

  test('E8: what an index lists stays as long as the index does, and goes after it', () => {
    const rules = [tagged(['multi'], days(90)), untagged(days(1))];
    const all = [tagged(['multi'], days(9)), untagged(days(1))];

    expect(goes([child, index], rules, [manifest])).toEqual([]);
    expect(goes([child, index], all, [manifest])).toEqual([
      'multi by rule 1',
      expect.stringContaining('untagged'),
    ]);
  });

  test('E9: what an index lists takes no place among the newest', () => {
    const images = [index, child, image(60, 'older')];

    expect(goes(images, [any(newest(2))], [manifest])).toEqual([]);
  });

  test.each([
    [
      'E10: a referrer',
      (subject: EcrImage) => anImage('sbom', { age: 1, subject: subject.digest }),
    ],
    [
      'E11: a signature of cosign, which is an image with a tag to ECR,',
      ({ digest }: EcrImage) =>
        anImage('sig', { age: 1, tags: [`${digest.replace(':', '-')}.sig`] }),
    ],
  ])('%s stays with what it is about, however old, and goes with it', (_, about) => {
    const subject = image(50, 'a');
    const old = { ...about(subject), pushedAt: daysAgo(99) };

    expect(goes([subject, old], [any(days(60))])).toEqual([]);
    expect(goes([subject, about(subject)], [any(days(40))])).toEqual([
      'a by rule 1',
      expect.stringContaining('by rule 1'),
    ]);
  });
});
