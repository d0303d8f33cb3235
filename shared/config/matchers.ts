import { RE2JS } from 're2js';
import type { Matcher } from './types.ts';

const written = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*(=~|!~|!=|=)\s*(.*?)\s*$/s;

type Problem = { readonly problem: string };

/** Reads one of Alertmanager's matchers, `severity=critical` or `cluster=~"prod-.*"`, or says what is wrong with it. */
export function parseMatcher(text: string): Matcher | Problem {
  const [, label, operator, quoted] = written.exec(text) ?? [];
  if (label === undefined || quoted === undefined || !isOperator(operator)) {
    return {
      problem: `expected label, operator (= != =~ !~) and value, such as severity=critical`,
    };
  }
  const value = unquoted(quoted);
  if (value === null) return { problem: `the quotes of \`${text}\` do not close` };
  if (operator === '=~' || operator === '!~') {
    const problem = problemOfRegex(value);
    if (problem) return { problem };
  }
  return { label, operator, value };
}

/** Reads matchers apart by commas, in braces or not: `{cluster=prod,service=~"vote.*"}`. */
export function parseMatchers(text: string): readonly Matcher[] | Problem {
  const [, inner = text] = /^\s*\{(.*)\}\s*$/s.exec(text) ?? [];
  const parsed = apart(inner).map(parseMatcher);
  return parsed.find((one) => 'problem' in one) ?? parsed.filter((one) => 'label' in one);
}

/** Commas within quotes are part of a value; one at the end is Alertmanager's habit. */
const apart = (text: string): readonly string[] =>
  text.replace(/,\s*$/, '').match(/(?:"(?:\\.|[^"\\])*"|[^,"]|"(?!.*"))+/gs) ?? [''];

/** As Alertmanager writes it: `cluster=~"prod-.*"`. */
export const matcherText = ({ label, operator, value }: Matcher): string =>
  `${label}${operator}${JSON.stringify(value)}`;

const isOperator = (text: string | undefined): text is Matcher['operator'] =>
  text === '=' || text === '!=' || text === '=~' || text === '!~';

function unquoted(text: string): string | null {
  if (!text.startsWith('"')) return text.endsWith('"') ? null : text;
  if (text.length < 2 || !text.endsWith('"')) return null;
  return text.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
}

function problemOfRegex(source: string): string | null {
  try {
    RE2JS.compile(source);
    return null;
  } catch {
    return `\`${source}\` is not a regular expression; the syntax is RE2's, as in Alertmanager, which has no look-around`;
  }
}

const compiled = new Map<string, RE2JS>();

/** RE2, like Alertmanager's: it takes time in proportion to the text, so no pattern can hang a function. */
function matchesWhole(source: string, text: string): boolean {
  const pattern = compiled.get(source) ?? RE2JS.compile(source);
  compiled.set(source, pattern);
  return pattern.matches(text);
}

/** Whether labels have what a matcher asks for. A label that is not there is an empty one, as in Alertmanager. */
export function hasLabel(labels: { readonly [label: string]: string }, matcher: Matcher): boolean {
  const actual = labels[matcher.label] ?? '';
  switch (matcher.operator) {
    case '=':
      return actual === matcher.value;
    case '!=':
      return actual !== matcher.value;
    case '=~':
      return matchesWhole(matcher.value, actual);
    case '!~':
      return !matchesWhole(matcher.value, actual);
  }
}

/** Whether labels have what every matcher asks for. */
export const haveLabels = (
  labels: { readonly [label: string]: string },
  matchers: readonly Matcher[],
): boolean => matchers.every((matcher) => hasLabel(labels, matcher));
