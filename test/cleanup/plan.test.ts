import { describe, expect, test } from '@jest/globals';
import { type CleanupPlan, planCleanup } from '../../shared/cleanup/plan.ts';
import type { EcrImage } from '../../shared/core/ecr-image.ts';
import type { Use } from '../../shared/core/use.ts';
import {
  anImage,
  anIndex,
  aPlanRule,
  cleanupFacts,
  daysAgo,
  digestOf,
  host,
  olderThan,
} from '../support/ecr.ts';

const use = (image: string, fields: Partial<Use> = {}): Use => ({
  image,
  source: 'service',
  by: 'service shop/vote',
  ...fields,
});

/** What goes, by name, in its order. */
const gone = ({ delete: planned }: CleanupPlan, images: readonly EcrImage[]): string =>
  planned.map(({ digest }) => nameIn(images, digest)).join(' ');

const nameIn = (images: readonly EcrImage[], digest: string): string =>
  images.find((image) => image.digest === digest)?.tags[0] ??
  ['old', 'older', 'child', 'arm', 'amd', 'signature', 'index'].find(
    (name) => digestOf(name) === digest,
  ) ??
  digest;

const reasonFor = (plan: CleanupPlan, digest: string) =>
  plan.keep.find((kept) => kept.digest === digest);

describe('an image in use stays, whatever the policy says', () => {
  const old = anImage('old', { tags: ['1.0'], age: 400 });
  const older = anImage('older', { tags: ['0.9'], age: 500 });

  test.each([
    ['by tag', `${host}/shop/vote:1.0`],
    ['by digest', `${host}/shop/vote@${old.digest}`],
    ['by digest, with a tag that never was', `${host}/shop/vote:x@${old.digest}`],
    ['dual-stack', '123456789012.dkr-ecr.eu-west-1.on.aws/shop/vote:1.0'],
    ['FIPS', '123456789012.dkr.ecr-fips.eu-west-1.amazonaws.com/shop/vote:1.0'],
    ['without a host', 'shop/vote:1.0'],
    ['as a bare digest', old.digest],
    ['by digest, through a mirror of another name', `mirror.example/vote@${old.digest}`],
  ])('%s', (_, image) => {
    const facts = cleanupFacts({ images: [old, older], uses: [use(image)] });

    const plan = planCleanup(facts, aPlanRule());

    expect(plan.delete.map(({ digest }) => digest)).toEqual([older.digest]);
    expect(plan.keep).toEqual([
      {
        digest: old.digest,
        tags: ['1.0'],
        why: 'in-use',
        because: 'in use: service shop/vote',
      },
    ]);
  });

  test.each([
    ['of another account', '999999999999.dkr.ecr.eu-west-1.amazonaws.com/shop/vote:1.0'],
    ['in another region', '123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/vote:1.0'],
    ['of another name', `${host}/shop/result:1.0`],
    ['on another registry', 'public.ecr.aws/shop/vote:1.0'],
  ])('and a repository %s has tags of its own', (_, image) => {
    const plan = planCleanup(cleanupFacts({ images: [old], uses: [use(image)] }), aPlanRule());

    expect(gone(plan, [old])).toBe('1.0');
  });

  test('a digest with a tag protects both: the digest, and what the tag points to now', () => {
    const uses = [use(`${host}/shop/vote:1.0@${older.digest}`)];

    const plan = planCleanup(cleanupFacts({ images: [old, older], uses }), aPlanRule());

    expect(plan.delete).toEqual([]);
  });

  test('all evidence is told', () => {
    const by = ['service a', 'schedule b', 'service a'];
    const uses = by.map((each) => use(old.digest, { by: each }));

    const plan = planCleanup(cleanupFacts({ images: [old], uses }), aPlanRule());

    expect(plan.keep[0]?.because).toBe('in use: service a; schedule b');
  });

  test.each([
    [29, ''],
    [31, '1.0'],
  ])('a use remembered from %i days ago, of 30: goes `%s`', (days, expected) => {
    const uses = [use(old.digest, { source: 'history', seenAt: daysAgo(days) })];

    const plan = planCleanup(cleanupFacts({ images: [old], uses }), aPlanRule());

    expect(gone(plan, [old])).toBe(expected);
  });
});

describe('what belongs together', () => {
  const arm = anImage('arm', { age: 400 });
  const amd = anImage('amd', { age: 400 });
  const { index, manifest } = anIndex('index', [arm, amd], { tags: ['1.0'], age: 399 });
  const images = [arm, amd, index];
  const manifests = [manifest];

  test('an index goes before its children', () => {
    const plan = planCleanup(cleanupFacts({ images, manifests }), aPlanRule());

    expect(gone(plan, images)).toBe('1.0 arm amd');
  });

  test('the children of an index in use stay', () => {
    const uses = [use(`${host}/shop/vote:1.0`)];

    const plan = planCleanup(cleanupFacts({ images, manifests, uses }), aPlanRule());

    expect(plan.delete).toEqual([]);
    expect(reasonFor(plan, arm.digest)?.because).toBe('belongs to 1.0, which stays');
  });

  test('a child in use keeps its index, which keeps the other children', () => {
    const uses = [use(`${host}/shop/vote@${arm.digest}`)];

    const plan = planCleanup(cleanupFacts({ images, manifests, uses }), aPlanRule());

    expect(plan.delete).toEqual([]);
    expect(reasonFor(plan, index.digest)?.because).toContain('in use: service shop/vote');
  });

  test('children take no place among the newest', () => {
    const other = anImage('old', { tags: ['0.9'], age: 500 });
    const newestTwo = {
      rules: [
        {
          rulePriority: 1,
          selection: {
            tagStatus: 'any' as const,
            countType: 'imageCountMoreThan' as const,
            countNumber: 2,
          },
          action: { type: 'expire' as const },
        },
      ],
    };
    const facts = cleanupFacts({ images: [...images, other], manifests });

    const plan = planCleanup(facts, aPlanRule({ policy: newestTwo }));

    expect(plan.delete).toEqual([]);
  });

  test('a child of two indexes goes with the last of them', () => {
    const second = anIndex('second', [arm], { tags: ['2.0'], age: 10 });
    const facts = cleanupFacts({
      images: [...images, second.index],
      manifests: [manifest, second.manifest],
    });

    expect(gone(planCleanup(facts, aPlanRule()), images)).toBe('1.0 amd');
    expect(gone(planCleanup(facts, aPlanRule({ policy: olderThan(9) })), facts.images)).toBe(
      '1.0 amd 2.0 arm',
    );
  });

  test('indexes within indexes', () => {
    const outer = anIndex('outer', [index], { tags: ['all'], age: 399 });
    const facts = cleanupFacts({
      images: [...images.map((image) => ({ ...image, tags: [] })), outer.index],
      manifests: [manifest, outer.manifest],
    });

    const unused = planCleanup(facts, aPlanRule());
    const used = planCleanup({ ...facts, uses: [use(arm.digest)] }, aPlanRule());

    expect(gone(unused, facts.images)).toBe('all index arm amd');
    expect(used.delete).toEqual([]);
  });

  test('a child with a tag of its own is judged by that, once its index is gone', () => {
    const tagged = { ...arm, tags: ['1.0-arm64'] };
    const facts = cleanupFacts({ images: [tagged, amd, index], manifests });

    const plan = planCleanup(facts, aPlanRule());

    expect(gone(plan, facts.images)).toBe('1.0 amd');
    expect(reasonFor(plan, arm.digest)?.why).toBe('belongs');
  });

  const cosignTag = (digest: string, suffix = '.sig') => `${digest.replace(':', '-')}${suffix}`;

  test.each(['.sig', '.att', '.sbom', ''])(
    'a cosign artifact (%s) follows its subject',
    (suffix) => {
      const old = anImage('old', { tags: ['1'], age: 400 });
      const signature = anImage('signature', { tags: [cosignTag(old.digest, suffix)], age: 2 });
      const facts = cleanupFacts({ images: [signature, old] });

      const unused = planCleanup(facts, aPlanRule());
      const used = planCleanup({ ...facts, uses: [use(old.digest)] }, aPlanRule());

      expect(unused.delete.map(({ digest }) => digest)).toEqual([old.digest, signature.digest]);
      expect(used.delete).toEqual([]);
    },
  );

  test('a signature of a child of an index in use stays', () => {
    const signature = anImage('signature', { tags: [cosignTag(arm.digest)], age: 400 });
    const uses = [use(`${host}/shop/vote:1.0`)];
    const facts = cleanupFacts({ images: [...images, signature], manifests, uses });

    expect(planCleanup(facts, aPlanRule()).delete).toEqual([]);
  });

  test('a referrer follows its subject, and one in use keeps it', () => {
    const old = anImage('old', { age: 400 });
    const signature = anImage('signature', { subject: old.digest, age: 400 });
    const facts = cleanupFacts({ images: [signature, old] });

    const unused = planCleanup(facts, aPlanRule());
    const used = planCleanup({ ...facts, uses: [use(signature.digest)] }, aPlanRule());

    expect(gone(unused, [])).toBe('old signature');
    expect(used.delete).toEqual([]);
  });

  test('a signature whose subject is gone is judged like any other image', () => {
    const signature = anImage('signature', { tags: [cosignTag(digestOf('gone'))], age: 400 });

    const plan = planCleanup(cleanupFacts({ images: [signature] }), aPlanRule());

    expect(plan.delete).toHaveLength(1);
  });

  describe('an index that nobody could read', () => {
    const plain = anImage('old', { tags: ['old'], age: 400 });
    const facts = cleanupFacts({ images: [...images, plain] });

    test('stays, and so does all it may list; what is tagged is judged', () => {
      const plan = planCleanup(facts, aPlanRule());

      expect(gone(plan, facts.images)).toBe('old');
      expect(reasonFor(plan, arm.digest)?.why).toBe('unsure');
    });

    test('keeps everything where it is in use', () => {
      const uses = [use(index.digest)];

      expect(planCleanup({ ...facts, uses }, aPlanRule()).delete).toEqual([]);
    });
  });
});

describe('what else stays', () => {
  const old = anImage('old', { tags: ['release-1'], age: 400 });

  test('an image with a protected tag', () => {
    const rule = aPlanRule({ protect: { tags: ['release-*'] } });

    const plan = planCleanup(cleanupFacts({ images: [old] }), rule);

    expect(plan.keep[0]).toMatchObject({ why: 'protected' });
  });

  test('an image that is too young, to the millisecond', () => {
    const rule = (days: number) =>
      aPlanRule({ policy: olderThan(1), protect: { minAgeMs: days * 86_400_000 } });
    const facts = cleanupFacts({ images: [anImage('old', { age: 7 })] });

    expect(planCleanup(facts, rule(7)).delete).toHaveLength(1);
    expect(planCleanup(facts, rule(7.001)).keep[0]?.because).toMatch(/^protected: pushed less/);
  });

  test('a subject whose signature is too young to go', () => {
    const signature = anImage('signature', { subject: old.digest, age: 1 });
    const rule = aPlanRule({ protect: { minAgeMs: 2 * 86_400_000 } });

    const plan = planCleanup(cleanupFacts({ images: [old, signature] }), rule);

    expect(plan.delete).toEqual([]);
  });
});

describe('the caps', () => {
  const images = [5, 1, 4, 2, 3].map((n) => anImage(`i${n}`, { tags: [`i${n}`], age: 100 * n }));

  test.each([
    [{ maxImages: 2 }, 'i5 i4'],
    [{ maxPercent: 79 }, 'i5 i4 i3'],
    [{ keepAtLeast: 4 }, 'i5'],
    [{ keepAtLeast: 9 }, ''],
    [{ maxImages: 4, keepAtLeast: 2, maxPercent: 50 }, 'i5 i4'],
  ])('%j let the oldest go first: %s', (caps, expected) => {
    const plan = planCleanup(cleanupFacts({ images }), aPlanRule({ caps }));

    expect(gone(plan, images)).toBe(expected);
    expect(plan.delete.length + plan.keep.length).toBe(5);
  });

  test('count what goes along, and never tear a family apart', () => {
    const child = anImage('child', { age: 900 });
    const { index, manifest } = anIndex('index', [child], { tags: ['multi'], age: 450 });
    const facts = cleanupFacts({ images: [...images, child, index], manifests: [manifest] });

    const plan = (maxImages: number) => planCleanup(facts, aPlanRule({ caps: { maxImages } }));

    expect(gone(plan(2), facts.images)).toBe('i5');
    expect(gone(plan(3), facts.images)).toBe('i5 multi child');
  });
});

describe('what could not be seen', () => {
  const images = [anImage('old', { tags: ['1.0'], age: 400 }), anImage('older', { age: 1 })];
  const denied = { source: 'schedule', why: 'scheduler:ListSchedules is denied' } as const;

  test('holds everything, and names the gap', () => {
    const plan = planCleanup(cleanupFacts({ images, gaps: [denied] }), aPlanRule());

    expect(plan).toMatchObject({ delete: [], hold: 'schedule: scheduler:ListSchedules is denied' });
    expect(plan.held.map(({ tags }) => tags)).toEqual([['1.0']]);
    expect(plan.keep.map(({ why }) => why)).toEqual(['held', 'not-marked']);
  });

  test.each([
    [['shop/*'], 0],
    [['billing'], 1],
  ])('holds the repositories it names: %j', (repositories, expected) => {
    const gaps = [{ ...denied, repositories }];

    const plan = planCleanup(cleanupFacts({ images, gaps }), aPlanRule());

    expect(plan.delete).toHaveLength(expected);
  });

  test.each(['$' + '{IMAGE}', 'shop/vote:{{tag}}', ''])(
    'is also a reference like `%s`',
    (image) => {
      const plan = planCleanup(cleanupFacts({ images, uses: [use(image)] }), aPlanRule());

      expect(plan.hold).toContain('service shop/vote: cannot read the image');
      expect(plan.delete).toEqual([]);
    },
  );
});
