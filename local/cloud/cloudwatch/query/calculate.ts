import { type Expression, invalid } from './parse.ts';

/** One value per period, `null` where there is no data. */
export type Column = readonly (number | null)[];

/** What an expression may refer to. */
export type Scope = {
  readonly length: number;
  readonly periodSeconds: number;
  readonly column: (id: string) => Column | undefined;
  /** Columns of metrics, without those of expressions. */
  readonly metrics: () => readonly Column[];
};

/** Calculates metric math; a scalar is a column of the same value. */
export function calculate(expression: Expression, scope: Scope): Column {
  switch (expression.kind) {
    case 'number':
      return constant(expression.value, scope);
    case 'id': {
      const column = scope.column(expression.name);
      if (!column) throw invalid(expression.name);
      return column;
    }
    case 'operation': {
      const operate = operators[expression.operator];
      if (!operate) throw invalid(expression.operator);
      const [left, right] = [calculate(expression.left, scope), calculate(expression.right, scope)];
      return zip(left, right, operate);
    }
    case 'call':
      return call(expression.name, expression.given, scope);
    default:
      throw invalid(expression.kind);
  }
}

const constant = (value: number | null, { length }: { readonly length: number }): Column =>
  Array<number | null>(length).fill(value);

function zip(left: Column, right: Column, operate: (a: number, b: number) => number): Column {
  return left.map((a, index) => {
    const b = right[index] ?? null;
    if (a === null || b === null) return null;
    const result = operate(a, b);
    return Number.isFinite(result) ? result : null;
  });
}

const truth = (holds: boolean): number => (holds ? 1 : 0);

const operators: { readonly [operator: string]: (a: number, b: number) => number } = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  '||': (a, b) => truth(a !== 0 || b !== 0),
  AND: (a, b) => truth(a !== 0 && b !== 0),
  OR: (a, b) => truth(a !== 0 || b !== 0),
};

type Aggregate = (values: readonly number[]) => number;

const total: Aggregate = (values) => values.reduce((sum, value) => sum + value, 0);

const aggregates: { readonly [name: string]: Aggregate } = {
  SUM: total,
  AVG: (values) => total(values) / values.length,
  MIN: (values) => Math.min(...values),
  MAX: (values) => Math.max(...values),
};

const each: { readonly [name: string]: (value: number) => number } = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
};

function call(name: string, given: readonly Expression[], scope: Scope): Column {
  const aggregate = aggregates[name];
  if (aggregate) return aggregated(aggregate, given, scope);
  const [first, second, third] = given;
  if (name === 'PERIOD') return constant(scope.periodSeconds, scope);
  if (!first) throw invalid(`${name}()`);
  const column = calculate(first, scope);
  const change = each[name];
  if (change) return column.map((value) => (value === null ? null : change(value)));
  if (name === 'RATE' || name === 'DIFF') {
    const seconds = name === 'RATE' ? scope.periodSeconds : 1;
    return column.map((value, index) => {
      const before = column[index - 1] ?? null;
      return value === null || before === null ? null : (value - before) / seconds;
    });
  }
  if (name === 'FILL' && second) return filled(column, second, scope);
  if (name === 'IF' && second) {
    const then = calculate(second, scope);
    const otherwise = third ? calculate(third, scope) : constant(null, scope);
    return column.map((holds, index) => (holds ? then : otherwise)[index] ?? null);
  }
  throw invalid(`${name}()`);
}

/** Over several columns, period by period; over one, over all its periods. */
function aggregated(aggregate: Aggregate, given: readonly Expression[], scope: Scope): Column {
  const over = (values: Column): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : aggregate(known);
  };
  const columns = given.flatMap((one) => columnsOf(one, scope));
  const isMany = columns.length > 1 || given[0]?.kind !== 'id';
  const [only] = columns;
  if (!isMany && only) return constant(over(only), scope);
  return Array.from({ length: scope.length }, (_, index) =>
    over(columns.map((column) => column[index] ?? null)),
  );
}

function columnsOf(expression: Expression, scope: Scope): readonly Column[] {
  if (expression.kind === 'list') return expression.items.flatMap((one) => columnsOf(one, scope));
  if (expression.kind === 'call' && expression.name === 'METRICS') return scope.metrics();
  return [calculate(expression, scope)];
}

function filled(column: Column, filling: Expression, scope: Scope): Column {
  if (filling.kind === 'id' && filling.name === 'REPEAT') {
    let last: number | null = null;
    return column.map((value) => {
      last = value ?? last;
      return last;
    });
  }
  const values = calculate(filling, scope);
  return column.map((value, index) => value ?? values[index] ?? null);
}
