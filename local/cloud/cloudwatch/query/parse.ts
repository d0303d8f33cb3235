import { ApiError } from '../../types.ts';

/** A metric math expression, as far as alarms of services use it. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'id'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] }
  | {
      readonly kind: 'operation';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    };

const token =
  /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]\w*)|(["'])(.*?)\3|(>=|<=|==|!=|&&|\|\||[-+*/^()<>,[\]]))/gy;

/** How tightly an operator binds. */
const strengths: { readonly [operator: string]: number } = {
  ...{ '||': 1, OR: 1, '&&': 2, AND: 2 },
  ...{ '<': 3, '>': 3, '<=': 3, '>=': 3, '==': 3, '!=': 3 },
  ...{ '+': 4, '-': 4, '*': 5, '/': 5, '^': 6 },
};

type Token = { readonly kind: 'number' | 'word' | 'text' | 'sign'; readonly text: string };

/** Reads `IF(m1 > 100, m2 / m1 * 100, 0)`. Throws `ValidationError` for what it does not know. */
export function parseExpression(source: string): Expression {
  const tokens = tokensOf(source);
  let next = 0;

  const peek = (): string => tokens[next]?.text ?? '';
  function expect(text: string): void {
    if (tokens[next]?.text !== text) throw invalid(source);
    next += 1;
  }

  function list(end: string): Expression[] {
    const items: Expression[] = [];
    while (peek() !== end) {
      items.push(operation(0));
      if (peek() !== end) expect(',');
    }
    expect(end);
    return items;
  }

  function operand(): Expression {
    const taken = tokens[next];
    next += 1;
    if (taken?.kind === 'number') return { kind: 'number', value: Number(taken.text) };
    if (taken?.kind === 'text') return { kind: 'text', value: taken.text };
    if (taken?.kind === 'word' && peek() === '(') {
      next += 1;
      return { kind: 'call', name: taken.text.toUpperCase(), given: list(')') };
    }
    if (taken?.kind === 'word') return { kind: 'id', name: taken.text };
    if (taken?.text === '[') return { kind: 'list', items: list(']') };
    if (taken?.text === '-') return negative(operand());
    if (taken?.text !== '(') throw invalid(source);
    const inner = operation(0);
    expect(')');
    return inner;
  }

  function operation(weakest: number): Expression {
    let left = operand();
    for (;;) {
      const operator = peek();
      const strength = strengths[operator] ?? 0;
      if (strength <= weakest) return left;
      next += 1;
      left = { kind: 'operation', operator, left, right: operation(strength) };
    }
  }

  const parsed = operation(0);
  if (next < tokens.length) throw invalid(source);
  return parsed;
}

const negative = (right: Expression): Expression => ({
  kind: 'operation',
  operator: '-',
  left: { kind: 'number', value: 0 },
  right,
});

function tokensOf(source: string): readonly Token[] {
  const found = [...source.trimEnd().matchAll(token)];
  const length = found.reduce((sum, [whole]) => sum + whole.length, 0);
  if (length !== source.trimEnd().length) throw invalid(source);
  return found.map(([, number, word, , text, sign]) => {
    if (number !== undefined) return { kind: 'number', text: number };
    if (word !== undefined) return { kind: 'word', text: word };
    if (text !== undefined) return { kind: 'text', text };
    return { kind: 'sign', text: sign ?? '' };
  });
}

export const invalid = (source: string): ApiError =>
  new ApiError('ValidationError', `Invalid metrics list: cannot read the expression ${source}`);
