import { RE2JS } from 're2js';
import { validRange } from 'semver';
import { suggestion } from './nearest.ts';
import type { Policy, TagPattern } from './types/deploy.ts';

type Failure = { readonly problem: string };

const plain = ['major', 'minor', 'patch', 'all', 'force', 'never', 'digest'] as const;
const withArgument = ['semver', 'glob', 'regexp', 'numerical', 'alphabetical'] as const;

/** Reads a policy as people write it, `minor` or `semver:^1`, or says what is wrong with it. */
export function parsePolicy(text: string): Policy | Failure {
  const colon = text.indexOf(':');
  const word = (colon < 0 ? text : text.slice(0, colon)).trim();
  const argument = colon < 0 ? null : text.slice(colon + 1).trim();
  const simple = plain.find((name) => name === word);
  if (simple) {
    return argument === null ? { name: simple } : { problem: `${simple} takes nothing after it` };
  }
  switch (word) {
    case 'semver':
      return semver(argument);
    case 'glob':
      return argument
        ? checked({ name: word, glob: argument }, problemOfGlob(argument))
        : bare(word);
    case 'regexp':
      return argument ? withRegexp(word, argument) : bare(word);
    case 'numerical':
    case 'alphabetical':
      return withRegexp(word, argument || '.*');
    default:
      return {
        problem: `unknown policy \`${word}\`${suggestion(word, [...plain, ...withArgument])}`,
      };
  }
}

/** A policy the way people write it. */
export function policyText(policy: Policy): string {
  if ('range' in policy) return `${policy.name}:${policy.range}`;
  if ('glob' in policy) return `${policy.name}:${policy.glob}`;
  if ('regexp' in policy) return `${policy.name}:${policy.regexp}`;
  return policy.name;
}

/** Reads `allowTags`: `any`, which is none, `regexp:…` or `glob:…`. */
export function parseTagPattern(text: string): TagPattern | null | Failure {
  if (text === 'any') return null;
  const [, kind, pattern = ''] = /^(regexp|glob):(.+)$/s.exec(text) ?? [];
  if (kind === 'regexp') return checked({ kind, regexp: pattern }, problemOfRegexp(pattern));
  if (kind === 'glob') return checked({ kind, glob: pattern }, problemOfGlob(pattern));
  return { problem: 'expected any, regexp:<regular expression> or glob:<glob>' };
}

/** What is wrong with a glob over tags: they have letters, digits, `_`, `.` and `-`, and no sets are known. */
export function problemOfGlob(glob: string): string | null {
  if (/^[\w.*?-]+$/.test(glob)) return null;
  return `\`${glob}\` can never match: in a glob over tags, * is any run and ? any one character; for more use a regexp`;
}

/**
 * What is wrong with a regular expression. They are RE2's, Go's, which take a time that is linear in the text; so there
 * are no backreferences and no lookaround.
 */
export function problemOfRegexp(source: string): string | null {
  try {
    RE2JS.compile(source);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `\`${source}\` is not a regular expression of RE2's: ${why.replace(/^error parsing regexp: /, '')}`;
  }
}

/** Masterminds' way of writing ranges, as Flux and Argo CD Image Updater take them, has commas for blanks. */
export const npmRange = (range: string): string => range.replaceAll(/\s*,\s*/g, ' ');

function semver(range: string | null): Policy | Failure {
  const wanted = 'expected a range after semver:, such as ^1, ~1.2, 1.x or >=1.2 <3';
  if (!range) return { problem: wanted };
  if (range.split('||').some((part) => part.trim() === '')) return { problem: wanted };
  return validRange(npmRange(range)) === null
    ? { problem: `\`${range}\` is not a range of versions: ${wanted}` }
    : { name: 'semver', range };
}

const withRegexp = (
  name: 'regexp' | 'numerical' | 'alphabetical',
  regexp: string,
): Policy | Failure => checked({ name, regexp }, problemOfRegexp(regexp));

const checked = <T>(value: T, problem: string | null): T | Failure =>
  problem === null ? value : { problem };

const bare = (word: string): Failure => ({
  problem: `${word} needs a pattern after it: ${word}:<pattern>`,
});
