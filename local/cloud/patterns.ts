import { BlockList, isIP } from 'node:net';
import { isBody } from './protocols/json.ts';
import type { Body } from './types.ts';

/**
 * Whether an event pattern fits an event, by EventBridge's rules: every field of the pattern must fit, any of a
 * field's alternatives may; of an array in the event any element may. A field that is not there fits
 * `{exists: false}` only.
 */
export function matches(pattern: Body, event: unknown): boolean {
  const object = isBody(event) ? event : {};
  return Object.entries(pattern).every(([field, wanted]) =>
    field === '$or' && Array.isArray(wanted)
      ? wanted.some((alternative) => isBody(alternative) && matches(alternative, object))
      : fits(wanted, object[field]),
  );
}

function fits(wanted: unknown, value: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.some((matcher) => fitsAny(matcher, leaves(value)));
  if (!isBody(wanted)) throw new Error('a pattern holds objects and arrays of alternatives only');
  if (!Array.isArray(value)) return matches(wanted, value);
  return value.some((element) => matches(wanted, element));
}

/** The values a field offers: none for an object or an empty array, which have no value of their own. */
function leaves(value: unknown): readonly unknown[] {
  if (value === undefined || isBody(value)) return [];
  return Array.isArray(value) ? value.flatMap(leaves) : [value];
}

function fitsAny(matcher: unknown, values: readonly unknown[]): boolean {
  if (isBody(matcher) && 'exists' in matcher) return values.length > 0 === matcher.exists;
  return values.some((value) => fitsOne(matcher, value));
}

function fitsOne(matcher: unknown, value: unknown): boolean {
  if (!isBody(matcher)) return matcher === value;
  const [name = '', wanted] = Object.entries(matcher)[0] ?? [];
  const test = matchers[name];
  if (!test) throw new Error(`EventBridge knows no matcher called ${name}`);
  return test(wanted, value);
}

type Matcher = (wanted: unknown, value: unknown) => boolean;

const matchers: { readonly [name: string]: Matcher } = {
  prefix: affix('startsWith'),
  suffix: affix('endsWith'),
  'equals-ignore-case': onText(equalsIgnoringCase),
  wildcard: onText((wanted, text) => typeof wanted === 'string' && asRegExp(wanted).test(text)),
  cidr: onText((wanted, text) => typeof wanted === 'string' && isWithin(wanted, text)),
  numeric: (wanted, value) =>
    Array.isArray(wanted) && typeof value === 'number' && isInRange(wanted, value),
  'anything-but': isAnythingBut,
};

function onText(test: (wanted: unknown, text: string) => boolean): Matcher {
  return (wanted, value) => typeof value === 'string' && test(wanted, value);
}

/** A prefix or a suffix: text, or `{equals-ignore-case: text}`. */
function affix(end: 'startsWith' | 'endsWith'): Matcher {
  return onText((wanted, text) => {
    if (typeof wanted === 'string') return text[end](wanted);
    const part = isBody(wanted) ? wanted['equals-ignore-case'] : undefined;
    return typeof part === 'string' && text.toLowerCase()[end](part.toLowerCase());
  });
}

function equalsIgnoringCase(wanted: unknown, text: string): boolean {
  return typeof wanted === 'string' && wanted.toLowerCase() === text.toLowerCase();
}

/** `*` is any run of characters; `\*` and `\\` stand for themselves. */
function asRegExp(wildcard: string): RegExp {
  const source = wildcard.replace(/\\[*\\]|[.+?^${}()|[\]\\*]/g, (part) =>
    part === '*' ? '.*' : `\\${part.at(-1)}`,
  );
  return new RegExp(`^${source}$`, 's');
}

function isWithin(cidr: string, address: string): boolean {
  const [network = '', bits = ''] = cidr.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0) return false;
  const block = new BlockList();
  block.addSubnet(network, Number(bits), family);
  return block.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

const comparisons: { readonly [sign: string]: (value: number, bound: number) => boolean } = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function isInRange(wanted: readonly unknown[], value: number): boolean {
  for (let index = 0; index < wanted.length; index += 2) {
    const [sign, bound] = [wanted[index], wanted[index + 1]];
    const compare = comparisons[String(sign)];
    if (!compare || typeof bound !== 'number') throw new Error('numeric takes signs and numbers');
    if (!compare(value, bound)) return false;
  }
  return true;
}

function isAnythingBut(unwanted: unknown, value: unknown): boolean {
  if (Array.isArray(unwanted)) return unwanted.every((one) => one !== value);
  if (!isBody(unwanted)) return unwanted !== value;
  const [name = '', texts] = Object.entries(unwanted)[0] ?? [];
  const alternatives = Array.isArray(texts) ? texts : [texts];
  return alternatives.every((text) => !fitsOne({ [name]: text }, value));
}
