import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { globMatches, matches, ruleFor } from '../../shared/config/match.ts';
import { normalise } from '../../shared/config/normalise.ts';

describe('a glob', () => {
  test.each([
    ['prod', 'prod', true],
    ['prod', 'prod-eu', false],
    ['prod', 'Prod', false],
    ['prod-*', 'prod-eu', true],
    ['prod-*', 'prod-', true],
    ['prod-*', 'prod', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['*-eu', 'prod-eu', true],
    ['*-eu', 'prod-eu-west', false],
    ['a*b*c', 'a--b--b--c', true],
    ['a*b*c', 'a--c--b', false],
    ['prod-?', 'prod-1', true],
    ['prod-?', 'prod-', false],
    ['prod-?', 'prod-12', false],
    ['?*', '', false],
    ['a.c', 'abc', false],
    ['**', 'a', true],
  ])('%s of %s: %s', (glob, text, expected) => {
    expect(globMatches(glob, text)).toBe(expected);
  });

  test('means what its regular expression means', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 });
    const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 10 });
    fc.assert(
      fc.property(letters, text, (glob, characters) => {
        const pattern = glob.join('').replaceAll('*', '.*').replaceAll('?', '.');

        expect(globMatches(glob.join(''), characters.join(''))).toBe(
          new RegExp(`^${pattern}$`).test(characters.join('')),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('of many stars takes no longer than pattern times text', () => {
    expect(globMatches('*a'.repeat(127), 'b'.repeat(100_000))).toBe(false);
  });
});

describe('a rule', () => {
  const report = { cluster: 'prod-eu', family: 'report', group: 'family:report' };

  test.each([
    [{}, true],
    [{ cluster: 'prod-*' }, true],
    [{ cluster: 'prod-*', family: 'report' }, true],
    [{ cluster: 'prod-*', family: 'import' }, false],
    [{ group: 'family:*' }, true],
    [{ service: '*' }, false],
    [{ startedBy: '*' }, false],
  ])('with match %j fits a standalone task of prod-eu: %s', (match, expected) => {
    expect(matches(match, report)).toBe(expected);
  });

  test('is the first that fits, or else the one for all others', () => {
    const config = normalise({
      restart: {
        rules: [
          { match: { cluster: 'prod-*', family: 'import' }, attempts: 1 },
          { match: { cluster: 'prod-*' }, attempts: 2 },
          { match: { cluster: 'prod-eu' }, attempts: 4 },
        ],
      },
    });

    expect(ruleFor(config, { cluster: 'prod-eu', family: 'import' }).attempts).toBe(1);
    expect(ruleFor(config, report).attempts).toBe(2);
    expect(ruleFor(config, { cluster: 'staging', family: 'import' }).attempts).toBe(3);
  });
});
