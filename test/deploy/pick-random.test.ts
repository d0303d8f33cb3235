import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pickTag } from '../../shared/deploy/pick.ts';
import { levelOrder } from '../../shared/deploy/policies/levels.ts';
import { compareNaturally } from '../../shared/deploy/policies/natural.ts';
import { numericalOrder } from '../../shared/deploy/policies/numerical.ts';
import type { Tag } from '../../shared/deploy/tag.ts';
import { compareTexts } from '../../shared/deploy/version.ts';
import { rulesOf, type Written } from '../support/picks.ts';

const number = fc.oneof(fc.nat(3), fc.nat(12), fc.bigInt({ min: 0n, max: 2n ** 70n })).map(String);
const suffix = fc.constantFrom('', '', '', '-alpine', '-rc.1', '-rc.2', '-rc.10', '-soci', '-dev');
const version = fc
  .tuple(fc.constantFrom('', '', 'v'), number, number, fc.option(number), suffix)
  .map(([v, major, minor, patch, end]) => `${v}${major}.${minor}${patch ? `.${patch}` : ''}${end}`);
const name = fc.oneof(
  version,
  number.map((n) => `build-${n}`),
  number,
  fc.constantFrom('latest', 'main', '4f2e9a1', 'sha256-00.sig', 'deckhand-keep', 'z-soci'),
);
const digest = fc.constantFrom('d1', 'd2', 'd3', 'd4', 'd5');
const day = fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z');

const tag: fc.Arbitrary<Tag> = fc.oneof(
  fc.record({ tag: name }),
  fc.record({ tag: name, digest }),
  fc.record({ tag: name, digest, pushedAt: day }),
);
/** A tag names one image, and an image is pushed once. */
const tags = fc.uniqueArray(tag, { selector: (one) => one.tag, maxLength: 12 });

const policy = fc.constantFrom(
  ...[
    'major',
    'minor',
    'patch',
    'all',
    'force',
    'digest',
    'semver:^1',
    'semver:>=0.0.0-0',
    'semver:1.x || ^3',
  ],
  ...['glob:*', 'glob:build-*', 'regexp:^v?\\d', 'numerical:(\\d+)$', 'numerical', 'alphabetical'],
);
const written: fc.Arbitrary<Written> = fc.record({
  policy,
  matchTag: fc.boolean(),
  matchPreRelease: fc.boolean(),
  ignoreTags: fc.constantFrom([], ['*-dev'], ['build-1*', 'main']),
  allowTags: fc.constantFrom('any', 'glob:*1*', 'regexp:^[bv0-9]'),
});

const choices = fc.record({ current: tag, tags, written });

const ofUnknownDigest = {
  current: { tag: 'build-1', digest: 'd1' },
  tags: [{ tag: 'build-1' }],
  written: { policy: 'digest' },
};

/** Negative where `one` is older than `other` in the eyes of the policy; `null` where it cannot tell. */
function compare(by: string, one: string, other: string): number | null {
  if (by === 'alphabetical') return compareTexts(one, other);
  if (by.startsWith('glob') || by.startsWith('regexp')) return compareNaturally(one, other);
  if (!by.startsWith('numerical')) return compareIn(levelOrder('all', false), one, other);
  const read = (text: string): string =>
    by === 'numerical' ? text : (/\d+$/.exec(text)?.[0] ?? text);
  return compareIn(numericalOrder(), read(one), read(other));
}

function compareIn<Place>(
  order: {
    placeOf: (text: string) => { place: Place } | { why: string };
    compare: (one: Place, other: Place) => number;
  },
  one: string,
  other: string,
): number | null {
  const [first, second] = [order.placeOf(one), order.placeOf(other)];
  return 'place' in first && 'place' in second ? order.compare(first.place, second.place) : null;
}

describe('whatever tags there are', () => {
  test('a pick is never older than what runs, and never the same version', () => {
    let compared = 0;

    fc.assert(
      fc.property(choices, ({ current, tags: among, written: rules }) => {
        const { pick } = pickTag(current, among, rulesOf(rules));
        if (pick === null || rules.policy === 'digest' || pick === current.tag) return;
        const order = compare(rules.policy, pick, current.tag);
        if (order === null) return expect(rules.policy).toBe('force');
        compared += 1;
        expect(order).toBeGreaterThan(0);
      }),
      { numRuns: 5000 },
    );

    expect(compared).toBeGreaterThan(300);
  });

  test('a pick is one of the tags, is not to be ignored, and names another image', () => {
    fc.assert(
      fc.property(choices, ({ current, tags: among, written: rules }) => {
        const { pick } = pickTag(current, among, rulesOf(rules));
        if (pick === null) return;
        const chosen = among.find((one) => one.tag === pick);
        expect(pick).not.toMatch(/-soci$|^sha256-|^deckhand-/);
        if (rules.ignoreTags?.includes('*-dev')) expect(pick).not.toMatch(/-dev$/);
        if (rules.matchTag) expect(pick).toBe(current.tag);
        expect(chosen).toBeDefined();
        expect(chosen?.digest === undefined || chosen.digest !== current.digest).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('the order in which they come changes nothing', () => {
    fc.assert(
      fc.property(
        choices.chain((choice) =>
          fc.record({
            choice: fc.constant(choice),
            shuffled: fc.shuffledSubarray([...choice.tags], {
              minLength: choice.tags.length,
              maxLength: choice.tags.length,
            }),
          }),
        ),
        ({ choice: { current, tags: among, written: rules }, shuffled }) => {
          const one = pickTag(current, among, rulesOf(rules)).pick;
          const other = pickTag(current, shuffled, rulesOf(rules)).pick;
          expect(other).toBe(one);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('what was picked is followed by nothing among the same tags', () => {
    fc.assert(
      fc.property(choices, ({ current, tags: among, written: rules }) => {
        const { pick } = pickTag(current, among, rulesOf(rules));
        const next = among.find((one) => one.tag === pick);
        if (!next) return;
        expect(pickTag(next, among, rulesOf(rules)).pick).toBeNull();
      }),
      { numRuns: 5000 },
    );
  });

  test('every tag has exactly one reason, and only the pick holds', () => {
    fc.assert(
      fc.property(choices, ({ current, tags: among, written: rules }) => {
        const { pick, reasons } = pickTag(current, among, rulesOf(rules));
        const ofTags = reasons.filter(({ rule }) => rule !== 'a newer image is there');
        expect(ofTags.map(({ rule }) => rule).sort()).toEqual(among.map((one) => one.tag).sort());
        expect(reasons.filter(({ holds }) => holds).map(({ rule }) => rule)).toEqual(
          pick === null ? [] : [pick],
        );
      }),
      { examples: [[ofUnknownDigest]] },
    );
  });
});
