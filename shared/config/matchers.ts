import type { Matcher } from './types.ts';

const written = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*(=~|!~|!=|=)\s*(.*?)\s*$/s;

/** Reads one of Alertmanager's matchers, `severity=critical` or `cluster=~"prod-.*"`, or says what is wrong with it. */
export function parseMatcher(text: string): Matcher | { readonly problem: string } {
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

const isOperator = (text: string | undefined): text is Matcher['operator'] =>
  text === '=' || text === '!=' || text === '=~' || text === '!~';

function unquoted(text: string): string | null {
  if (!text.startsWith('"')) return text.endsWith('"') ? null : text;
  if (text.length < 2 || !text.endsWith('"')) return null;
  return text.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
}

function problemOfRegex(source: string): string | null {
  try {
    new RegExp(`^(?:${source})$`);
    return null;
  } catch {
    return `\`${source}\` is not a regular expression`;
  }
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
      return new RegExp(`^(?:${matcher.value})$`).test(actual);
    case '!~':
      return !new RegExp(`^(?:${matcher.value})$`).test(actual);
  }
}

/** Whether labels have what every matcher asks for. */
export const haveLabels = (
  labels: { readonly [label: string]: string },
  matchers: readonly Matcher[],
): boolean => matchers.every((matcher) => hasLabel(labels, matcher));
