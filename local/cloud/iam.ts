import { ApiError, type Permission, type Principal } from './types.ts';

/** One statement of a policy, lists made of single values. */
export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
};

/** `StringLike` `ecs:cluster` `arn:…*`: any of the values will do. */
type Condition = {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
};

/** Whether the statements let a permission pass: an explicit deny beats every allow; silence is a no. */
export function judge(
  statements: readonly Statement[],
  permission: Permission,
): 'allowed' | 'denied' | 'not mentioned' {
  const applicable = statements.filter((statement) => applies(statement, permission));
  if (applicable.some(({ effect }) => effect === 'Deny')) return 'denied';
  return applicable.length > 0 ? 'allowed' : 'not mentioned';
}

/** What AWS answers to a call whose role does not suffice. */
export function accessDenied(
  caller: string,
  { action, resource }: Permission,
  verdict: 'denied' | 'not mentioned',
): ApiError {
  const why =
    verdict === 'denied'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  const message = `User: ${caller} is not authorized to perform: ${action}${on} ${why}`;
  const [code, status] = refusals[action.split(':')[0] ?? ''] ?? ['AccessDeniedException', 400];
  return new ApiError(code, message, status);
}

/** Services that do not refuse as the others do. */
const refusals: { readonly [service: string]: readonly [code: string, status: number] } = {
  sns: ['AuthorizationError', 403],
  sts: ['AccessDenied', 403],
  cloudwatch: ['AccessDenied', 403],
  elasticloadbalancing: ['AccessDenied', 403],
  scheduler: ['AccessDeniedException', 403],
};

/** The session that a Lambda function runs under: `arn:aws:sts::1234:assumed-role/role/function`. */
export const sessionArn = ({ name, roleArn }: Principal): string =>
  `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${name}`;

function applies(statement: Statement, permission: Permission): boolean {
  return (
    statement.actions.some((pattern) =>
      isLike(permission.action.toLowerCase(), pattern.toLowerCase()),
    ) &&
    statement.resources.some((pattern) => isLike(permission.resource, pattern)) &&
    statement.conditions.every((condition) => holds(condition, permission.context ?? {}))
  );
}

function holds(condition: Condition, context: { readonly [key: string]: string }): boolean {
  const ifExists = condition.operator.endsWith('IfExists');
  const operator = condition.operator.replace(/IfExists$/, '');
  const actual = Object.entries(context).find(
    ([key]) => key.toLowerCase() === condition.key.toLowerCase(),
  )?.[1];
  if (operator === 'Null') return condition.values.includes(String(actual === undefined));
  if (actual === undefined) return ifExists || operator.includes('Not');
  const test = operators[operator.replace('Not', '')];
  if (!test) throw new Error(`the local cloud does not know the condition ${condition.operator}`);
  const found = condition.values.some((value) => test(actual, value));
  return operator.includes('Not') ? !found : found;
}

const operators: { readonly [operator: string]: (actual: string, wanted: string) => boolean } = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: isLike,
  ArnEquals: isLike,
  ArnLike: isLike,
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
};

const patterns = new Map<string, RegExp>();

/** IAM's wildcards: `*` is any run of characters, `?` any one. A storm asks the same few a thousand times. */
function isLike(text: string, pattern: string): boolean {
  const known = patterns.get(pattern);
  if (known) return known.test(text);
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  const made = new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
  patterns.set(pattern, made);
  return made.test(text);
}
