import { isBody } from '../protocols/json.ts';

/** Where Serverless variables come from. */
export type VariableSources = {
  readonly document: unknown;
  readonly stage: string;
  readonly region: string;
  readonly account: string;
  /** What was given on the command line, by name: `${opt:region}`. */
  readonly options: { readonly [name: string]: string };
  readonly params: { readonly [name: string]: string };
  readonly environment: { readonly [name: string]: string };
  /** Reads a file next to the template as data, for `${file(…)}`. */
  readonly readFile: (path: string) => unknown;
};

/** An innermost `${…}`; what CloudFormation's `Fn::Sub` owns is masked with this mark meanwhile. */
const innermost = /\$\{([^${}]*)\}/;
const mark = '\uE000';

/** Resolves the Serverless variables in a value. Throws for one that leads nowhere and has no default. */
export function resolveVariables(value: unknown, sources: VariableSources): unknown {
  if (typeof value === 'string') return resolveText(value, sources);
  if (Array.isArray(value)) return value.map((member) => resolveVariables(member, sources));
  if (!isBody(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, resolveVariables(member, sources)]),
  );
}

function resolveText(text: string, sources: VariableSources): unknown {
  let left = text;
  for (let match = innermost.exec(left); match; match = innermost.exec(left)) {
    const [whole, expression = ''] = match;
    const isVariable = /^\s*(self|opt|sls|aws|param|env|file|strToBool)\b(?!::)[:(]/.test(
      expression,
    );
    const value = isVariable ? evaluate(expression, sources) : `${mark}{${expression}}`;
    if (whole === left && isVariable) return value;
    left = left.replace(whole, () => String(value));
  }
  return left.replaceAll(mark, '$');
}

/** `self:custom.x, opt:x, 'text'`: the first alternative that leads somewhere. */
function evaluate(expression: string, sources: VariableSources): unknown {
  for (const alternative of expression.match(/('[^']*'|"[^"]*"|\([^)]*\)|[^,'"(])+/g) ?? []) {
    const value = evaluateOne(alternative.trim(), sources);
    if (value !== undefined) return resolveVariables(value, sources);
  }
  throw new Error(`serverless.yml: \${${expression}} leads nowhere and has no default`);
}

function evaluateOne(source: string, sources: VariableSources): unknown {
  const literal = literalOf(source);
  if (literal !== undefined) return literal.value;
  const [, kind = '', argument = '', address = ''] =
    /^(\w+)(?:\(([^)]*)\))?:?(.*)$/.exec(source) ?? [];
  const { stage, region, account, options } = sources;
  if (kind === 'self') return dig(sources.document, address);
  if (kind === 'opt') return options[address];
  if (kind === 'sls') return { stage, instanceId: 'local' }[address];
  if (kind === 'aws') return { region, accountId: account }[address];
  if (kind === 'param') return sources.params[address];
  if (kind === 'env') return sources.environment[address];
  if (kind === 'file') return dig(sources.readFile(argument.trim()), address);
  if (kind === 'strToBool') return argument.trim() === 'true';
  throw new Error(`serverless.yml: \${${source}} comes from nowhere known`);
}

function literalOf(source: string): { readonly value: unknown } | undefined {
  const quoted = /^(['"])(.*)\1$/.exec(source);
  if (quoted) return { value: quoted[2] };
  if (source === 'null') return { value: null };
  if (source === 'true' || source === 'false') return { value: source === 'true' };
  return /^-?\d+(\.\d+)?$/.test(source) ? { value: Number(source) } : undefined;
}

function dig(document: unknown, address: string): unknown {
  const path = address === '' ? [] : address.split('.');
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isBody(value) ? value[key] : undefined;
  }, document);
}
