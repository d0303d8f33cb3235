import { ApiError } from '../../types.ts';
import type { StateValue } from '../shapes.ts';

/** A composite alarm's rule. */
export type Rule =
  | { readonly kind: 'constant'; readonly holds: boolean }
  | { readonly kind: 'state'; readonly state: StateValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly rule: Rule }
  | { readonly kind: 'and' | 'or'; readonly rules: readonly Rule[] };

const states = new Set<string>(['ALARM', 'OK', 'INSUFFICIENT_DATA']);

const isState = (text: string): text is StateValue => states.has(text);

/** `ALARM("a b")`, `ALARM(a)` in one piece; then words and parentheses. */
const token =
  /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]*)"|([^()"]+?))\s*\)|(\w+|[()]))/gy;

type Token = { readonly word: string; readonly alarm?: string };

/** Reads `ALARM(a) AND NOT (OK(b) OR TRUE)`. NOT binds tighter than AND, AND tighter than OR. */
export function parseRule(source: string): Rule {
  const tokens = tokensOf(source);
  let next = 0;
  const isNext = (word: string): boolean => tokens[next]?.word === word;

  function chain(kind: 'and' | 'or', word: string, part: () => Rule): Rule {
    const first = part();
    const rules = [first];
    while (isNext(word)) {
      next += 1;
      rules.push(part());
    }
    return rules.length === 1 ? first : { kind, rules };
  }

  const either = (): Rule => chain('or', 'OR', both);
  const both = (): Rule => chain('and', 'AND', single);

  function single(): Rule {
    const taken = tokens[next];
    next += 1;
    const { word = '', alarm } = taken ?? {};
    if (alarm !== undefined && isState(word)) return { kind: 'state', state: word, alarm };
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'constant', holds: word === 'TRUE' };
    if (word === 'NOT') return { kind: 'not', rule: single() };
    if (word !== '(') throw invalid(source);
    const inner = either();
    if (!isNext(')')) throw invalid(source);
    next += 1;
    return inner;
  }

  const rule = either();
  if (next < tokens.length) throw invalid(source);
  return rule;
}

function tokensOf(source: string): readonly Token[] {
  const text = source.trimEnd();
  const found = [...text.matchAll(token)];
  if (found.reduce((sum, [whole]) => sum + whole.length, 0) !== text.length) throw invalid(source);
  return found.map(([, state, quoted, plain, word]) =>
    state === undefined ? { word: word ?? '' } : { word: state, alarm: quoted ?? plain ?? '' },
  );
}

const invalid = (source: string): ApiError =>
  new ApiError('ValidationError', `AlarmRule cannot be read: ${source}`);

/** Whether the rule holds, given what state each alarm is in. */
export function holds(rule: Rule, stateOf: (alarm: string) => StateValue | null): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.holds;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !holds(rule.rule, stateOf);
    case 'and':
      return rule.rules.every((one) => holds(one, stateOf));
    case 'or':
      return rule.rules.some((one) => holds(one, stateOf));
  }
}

/** The alarms that a rule refers to, by name or ARN as it writes them. */
export function childrenOf(rule: Rule): readonly string[] {
  switch (rule.kind) {
    case 'constant':
      return [];
    case 'state':
      return [rule.alarm];
    case 'not':
      return childrenOf(rule.rule);
    default:
      return [...new Set(rule.rules.flatMap(childrenOf))];
  }
}
