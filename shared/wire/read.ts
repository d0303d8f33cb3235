import * as z from 'zod/mini';
import { BadInput } from '../core/errors.ts';

/** AWS nests a dozen levels at most; anything near this is not from AWS. */
const deepest = 100;

/**
 * Reads `value` as the schema says, or throws `BadInput` that names `what` and every field that is wrong.
 * The message tells types, never values: they may be secrets.
 */
export function read<T>(schema: z.core.$ZodType<T>, value: unknown, what: string): T {
  const result = z.safeParse(schema, value, { reportInput: true });
  if (result.success) return result.data;
  throw new BadInput(`${what}: ${result.error.issues.map(problem).join('; ')}`, {
    cause: result.error,
  });
}

function problem(issue: z.core.$ZodIssue): string {
  const path = issue.path.length > 0 ? issue.path.map(String).join('.') : 'the whole';
  const wanted = issue.code === 'invalid_type' ? `a value of type ${issue.expected}` : hint(issue);
  const found = issue.input === undefined ? 'is missing' : `is ${typeName(issue.input)}`;
  return `${path} should be ${wanted}, ${found}`;
}

const hint = (issue: z.core.$ZodIssue): string =>
  issue.code === 'custom' && typeof issue.params?.wanted === 'string'
    ? issue.params.wanted
    : 'something else';

const typeName = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;

/**
 * The same value without what AWS writes for "none": `null` members, and `cpu` or `memory` of `"null"`, as the
 * developer guide's own sample has it.
 */
export function withoutNulls(value: unknown, depth = 0): unknown {
  if (depth > deepest) throw new BadInput(`nested deeper than ${deepest} levels`);
  if (Array.isArray(value)) return value.map((entry) => withoutNulls(entry, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => member !== null && !isNoSize(name, member))
      .map(([name, member]) => [name, withoutNulls(member, depth + 1)]),
  );
}

const isNoSize = (name: string, member: unknown): boolean =>
  (name === 'cpu' || name === 'memory') && member === 'null';

/** A moment as text that `Date` can read, as AWS wrote it. */
export const Moment = z.string().check(
  z.refine((text) => !Number.isNaN(Date.parse(text)), {
    params: { wanted: 'a time, ISO 8601' },
  }),
);
