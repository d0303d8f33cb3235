import type * as z from 'zod';
import { validate } from '../shared/config/problems.ts';
import { BadInput } from '../shared/core/errors.ts';
import { parseJson } from './json.ts';

/** Reads a file's text as the schema says, or throws `BadInput` with the first problem, where it stands. */
export function readAs<T>(schema: z.ZodType<T>, text: string, name: string): T {
  const read = validate(schema, parseJson(text, name));
  if ('value' in read) return read.value;
  throw problemIn(name, read.problems);
}

/** The first of several problems, in one line. */
export function problemIn(
  name: string,
  problems: readonly { readonly path: string; readonly message: string }[],
): BadInput {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const where = first?.path ? `${first.path}: ` : '';
  return new BadInput(`${name}: ${where}${first?.message}${more}`);
}

/** A time as people and the `aws` command write it, in ISO 8601: seconds since 1970 too; without a zone it is UTC. */
export function momentOf(value: string | number): string | null {
  const isSeconds = typeof value === 'number' || /^\d+(\.\d+)?$/.test(value);
  const ms = isSeconds ? Number(value) * 1000 : Date.parse(withZone(value));
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : null;
}

const withZone = (text: string): string =>
  /T\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text.trim()) ? `${text.trim()}Z` : text;
