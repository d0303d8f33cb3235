import { describe, expect, test } from '@jest/globals';
import { decide } from '../../shared/cleanup/guard/decide.ts';
import type { LookedAt, ReadFacts } from '../../shared/cleanup/guard/facts.ts';
import { fingerprintOf, nativePolicy } from '../../shared/cleanup/guard/native-policy.ts';
import { watchOf } from '../../shared/cleanup/guard/watch.ts';
import type { LifecyclePolicy, LifecycleRule } from '../../shared/config/types/lifecycle-policy.ts';
import type { EcrImage } from '../../shared/core/ecr-image.ts';
import { known, unknown } from '../../shared/core/known.ts';
import type { MarkedImage, Watch } from '../../shared/core/lifecycle.ts';
import type { Use } from '../../shared/core/use.ts';
import { yml } from '../support/config.ts';
import { anImage, anIndex, cleanupNow, daysAgo, host, olderThan } from '../support/ecr.ts';

const day = 86_400_000;

const newest = (countNumber: number): LifecyclePolicy => {
  const rule: LifecycleRule = {
    rulePriority: 1,
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber },
    action: { type: 'expire' },
  };
  return { rules: [rule] };
};

const marked = ({ digest, tags, pushedAt }: EcrImage): MarkedImage => ({
  ...{ digest, tags, pushedAt, rule: 1, action: 'expire' },
});

const usedBy = (image: EcrImage, use: Partial<Use> = {}): Use => ({
  image: `${host}/shop/vote@${image.digest}`,
  ...{ source: 'service-revision', by: 'service shop/vote', ...use },
});

/** What the guard makes of `shop/vote`: nothing is marked now, all of it was seen. */
function seen({
  policy = olderThan(30),
  text = JSON.stringify(policy),
  images = [],
  going = [],
  ...facts
}: {
  readonly policy?: LifecyclePolicy;
  readonly text?: string;
  readonly images?: readonly EcrImage[];
  readonly going?: readonly EcrImage[];
} & Partial<ReadFacts> &
  Partial<Pick<LookedAt, 'manifests'>> & { readonly more?: boolean }) {
  const { manifests = known([]), more = false, ...rest } = facts;
  const preview = { status: 'complete', text, marked: going.map(marked), more } as const;
  const looked: LookedAt = { name: 'shop/vote', preview, images: known(images), manifests };
  const all: ReadFacts = {
    ...{ of: 'guard/1', now: cleanupNow, about: 'read', run: 'guard/1', after: null, tries: 0 },
    ...{ account: '123456789012', region: 'eu-west-1', looked: [looked], pending: [] },
    ...{ unreached: [], unseen: [], uses: [], gaps: [], ...rest },
  };
  return { looked, facts: all, watch: watchOf(looked, all, 30 * day) };
}

const endangered = (given: Parameters<typeof seen>[0]) =>
  (seen(given).watch?.endangered ?? []).map(({ tags: [tag = ''], when, isNeeded }) => ({
    ...{ tag, when, isNeeded },
  }));

describe('an image in use', () => {
  const at = (age: number, name = 'used') => anImage(name, { tags: [name], age });

  test.each([
    ['that ECR marks is told as going now', 31, 'now'],
    ['that is old enough within 25 hours, as going by its age', 29.1, 'by-age'],
  ])('%s', (_, age, when) => {
    const image = at(age);
    const going = when === 'now' ? [image] : [];

    expect(endangered({ images: [image], going, uses: [usedBy(image)] })).toEqual([
      { tag: 'used', when, isNeeded: true },
    ]);
  });

  test('that has more than a day left is not told, nor is one that nobody uses', () => {
    const image = at(28.9);
    const old = anImage('old', { tags: ['old'], age: 99 });

    expect(seen({ images: [image, old], going: [old], uses: [usedBy(image)] }).watch).toBeNull();
  });

  test('that loses its place at the pace of today is told; one with places to spare is not', () => {
    const used = at(9);
    const spare = at(8, 'spare');
    const pushes = [anImage('p1', { age: 0.5 }), anImage('p2', { age: 0.2 })];
    const images = [used, spare, ...pushes];

    const told = endangered({ images, policy: newest(5), uses: [usedBy(used), usedBy(spare)] });

    expect(told).toEqual([{ tag: 'used', when: 'by-count', isNeeded: true }]);
    expect(endangered({ images, policy: newest(6), uses: [usedBy(used)] })).toEqual([]);
  });

  test.each<[string, Partial<Use>]>([
    ['somebody only used it lately', { seenAt: daysAgo(3) }],
    ['only an older revision names it', { source: 'previous-revision' }],
  ])('is told as not needed where %s', (_, use) => {
    const image = at(99);

    expect(endangered({ images: [image], going: [image], uses: [usedBy(image, use)] })).toEqual([
      { tag: 'used', when: 'now', isNeeded: false },
    ]);
  });
});

describe('what belongs together', () => {
  const child = anImage('child', { age: 99 });
  const { index, manifest } = anIndex('index', [child], { tags: ['1.0'], age: 99 });
  const both = { images: [child, index], manifests: known([manifest]) };

  test('an index is told that lists an image in use', () => {
    const { watch } = seen({ ...both, going: [index], uses: [usedBy(child)] });

    expect(watch?.endangered).toMatchObject([
      { digest: index.digest, because: expect.stringMatching(/^it lists .*service shop\/vote$/) },
    ]);
  });

  test('an image that an index in use lists is spared by ECR, and not told', () => {
    const kept = { ...index, pushedAt: daysAgo(1) };

    const { watch } = seen({ ...both, images: [child, kept], uses: [usedBy(kept), usedBy(child)] });

    expect(watch).toBeNull();
  });

  test('a signature is told that goes before its image, as nothing that runs needs it', () => {
    const image = anImage('image', { tags: ['1'] });
    const signature = anImage('signature', {
      ...{ tags: [`${image.digest.replace(':', '-')}.sig`], age: 99 },
    });

    const { watch } = seen({
      images: [image, signature],
      going: [signature],
      uses: [usedBy(image)],
    });

    expect(watch?.endangered).toMatchObject([{ digest: signature.digest, isNeeded: false }]);
  });
});

describe('what could not be seen', () => {
  const old = anImage('old', { tags: ['old'], age: 99 });
  const gaps = [{ source: 'state-machine', why: 'denied' }] as const;

  test('is told where something goes, and not where nothing does', () => {
    expect(seen({ images: [old], going: [old], gaps }).watch?.gap).toBe('state-machine: denied');
    expect(seen({ images: [anImage('young')], gaps }).watch).toBeNull();
  });

  test('a use that nobody can read may be of any image', () => {
    const uses = [{ image: '<the image>', source: 'schedule', by: 'schedule nightly' }] as const;

    expect(seen({ images: [old], going: [old], uses }).watch?.gap).toContain('schedule nightly');
  });

  test('images that could not be listed are taken from the preview', () => {
    const given = { images: [old], going: [old], uses: [usedBy(old)] };
    const { looked, facts } = seen(given);

    const watch = watchOf({ ...looked, images: unknown('denied') }, facts, day);

    expect(watch).toMatchObject({ howMany: 1, gap: 'denied' });
  });

  test('a preview too long to read is one only where the policy cannot be read ahead', () => {
    const given = { images: [old], going: [old], more: true };
    const text = JSON.stringify({ rules: [{ rulePriority: 1, selection: {}, action: {} }] });

    expect(seen(given).watch).toBeNull();
    expect(seen({ ...given, text }).watch?.gap).toContain('only the first 1 images were read');
  });
});

describe('a watch', () => {
  test('has the rule, a policy that spares the image, and what in the policy is hardly meant', () => {
    const used = anImage('used', { tags: ['v1'], age: 99 });
    const protection: LifecycleRule = {
      rulePriority: 1,
      selection: {
        ...{ tagStatus: 'tagged', tagPatternList: ['release-*'] },
        ...{ countType: 'imageCountMoreThan', countNumber: 9999 },
      },
      action: { type: 'expire' },
    };
    const [any] = olderThan(30).rules;
    const policy = { rules: any ? [protection, { ...any, rulePriority: 2 }] : [] };

    const { watch } = seen({ images: [used], policy, uses: [usedBy(used)] });

    expect(watch).toMatchObject({ howMany: 1, gap: null, endangered: [{ rule: 2 }] });
    expect(watch?.patch?.policy.rules.map(({ selection }) => selection.tagPatternList)).toEqual([
      ['v1'],
      ['release-*'],
      undefined,
    ]);
    expect(watch?.findings).toContainEqual({
      rule: 1,
      message: expect.stringContaining('no image has such a tag'),
    });
  });

  test('tells 50 images one by one and counts all', () => {
    const images = Array.from({ length: 60 }, (_, n) => anImage(`i${n}`, { age: 99 }));

    const { watch } = seen({ images, uses: images.map((image) => usedBy(image)) });

    expect(watch?.endangered).toHaveLength(50);
    expect(watch?.howMany).toBe(60);
  });
});

describe('waiting for previews', () => {
  const pending = [{ name: 'shop/vote', fingerprint: 'f' }];
  const decided = (facts: Partial<ReadFacts>) =>
    decide({ ...seen({}).facts, looked: [], ...facts }, yml()).actions;

  test('those that are not done are looked at again, ever later, and then told', () => {
    const [again] = decided({ pending, tries: 1 });
    const [kept, report] = decided({ pending, tries: 4 });

    expect(again).toMatchObject({
      at: new Date(Date.parse(cleanupNow) + 120_000).toISOString(),
      call: { about: { what: 'read', tries: 2, repositories: pending } },
    });
    expect(kept).toMatchObject({
      watches: [{ repository: 'shop/vote', gap: 'its preview takes too long' }],
    });
    expect(report).toMatchObject({ call: { about: { what: 'report' } } });
  });

  test('those whose turn did not come have it at once, and lose no try', () => {
    expect(decided({ unreached: pending, tries: 4 })).toMatchObject([
      { at: daysAgo(0), call: { about: { what: 'read', tries: 4 } } },
    ]);
  });

  test('the repositories after these come next', () => {
    expect(decided({ after: 'shop/vote' })).toMatchObject([
      { call: { about: { what: 'begin', after: 'shop/vote', run: 'guard/1' } } },
    ]);
  });
});

describe('a report', () => {
  const watch = (repository: string, run: string, howMany = 1): Watch => ({
    ...{ repository, run, howMany, at: cleanupNow, gap: howMany === 0 ? 'denied' : null },
    ...{ endangered: [], findings: [], patch: null },
  });
  const reported = (watches: readonly Watch[], only?: string) => {
    const { verdict, actions } = decide(
      {
        ...{ of: 'guard/1', now: cleanupNow, about: 'report', run: 'now', region: 'eu-west-1' },
        ...{ watches, ...(only === undefined ? {} : { only }) },
      },
      yml(),
    );
    const forgotten = actions.flatMap((action) =>
      action.do === 'keep-watches' ? action.forget : [],
    );
    return { verdict, forgotten };
  };

  test.each<[string, readonly Watch[], ReturnType<typeof reported>]>([
    ['nothing was told, and nothing is', [], { verdict: 'fine', forgotten: [] }],
    ['what was told is no more', [watch('a', 'then')], { verdict: 'over', forgotten: ['a'] }],
    [
      'something is, and something else is no more',
      [watch('a', 'then'), watch('b', 'now')],
      { verdict: 'danger', forgotten: ['a'] },
    ],
    [
      'what was told could not be seen, it is not over',
      [watch('a', 'now', 0)],
      { verdict: 'unseen', forgotten: [] },
    ],
    [
      'the repositories could not be listed, nothing is forgotten',
      [watch('a', 'then'), watch('*', 'now', 0)],
      { verdict: 'unseen', forgotten: [] },
    ],
  ])('where %s', (_, watches, expected) => {
    expect(reported(watches)).toEqual(expected);
  });

  test('about one repository leaves what is known of the others', () => {
    const others = [watch('a', 'then'), watch('b', 'then')];

    expect(reported(others, 'a')).toEqual({ verdict: 'fine', forgotten: ['a'] });
    expect(reported([watch('a', 'then')], 'a')).toEqual({ verdict: 'over', forgotten: ['a'] });
    expect(reported(others, 'c')).toEqual({ verdict: 'fine', forgotten: [] });
  });
});

describe('the text of a policy', () => {
  test.each([
    ['{'],
    ['[]'],
    ['{"rules":[{"rulePriority":1}]}'],
    [JSON.stringify(olderThan(1)).replace('sinceImagePushed', 'sinceImageMoved')],
  ])('%s is not understood', (text) => {
    expect(nativePolicy(text)).toBeNull();
  });

  test('has one fingerprint however it is written, and another for another policy', () => {
    const policy = olderThan(1);

    expect(fingerprintOf(JSON.stringify(policy, null, 2))).toBe(
      fingerprintOf(JSON.stringify(policy)),
    );
    expect(fingerprintOf(JSON.stringify(olderThan(2)))).not.toBe(
      fingerprintOf(JSON.stringify(policy)),
    );
  });

  test('may have fields that are new: they stay in the patched one', () => {
    const [rule] = olderThan(1).rules;
    const text = JSON.stringify({ rules: [{ ...rule, comment: 'new' }] });

    expect(nativePolicy(text)?.rules[0]).toHaveProperty('comment', 'new');
  });
});
