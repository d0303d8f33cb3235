import * as z from 'zod';
import { suggestion } from './nearest.ts';

/** Something wrong in what was written: where (`restart.rules[0].attempts`), and what. */
export type Problem = { readonly path: string; readonly message: string };

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;
type Path = readonly PropertyKey[];

/** The value, or every problem that the schema finds in it, each where it stands, in our words. */
export function validate<T>(
  schema: z.ZodType<T>,
  value: unknown,
): { readonly value: T } | { readonly problems: readonly Problem[] } {
  const result = schema.safeParse(value, { error: messageOf });
  if (result.success) return { value: result.data };
  const known = z.toJSONSchema(schema, { io: 'input' });
  const problems = result.error.issues
    .flatMap(innermost)
    .filter(isNoConsequence)
    .flatMap((issue) => problemOf(issue, known))
    .map(({ path, message }) => ({ path: pathText(path), message }));
  return { problems };
}

/** Where a key is misspelt, what its group seems to lack is a consequence of that. */
const isNoConsequence = (issue: Issue, _: number, all: readonly Issue[]): boolean =>
  issue.code !== 'custom' ||
  !all.some(
    ({ code, path }) => code === 'unrecognized_keys' && pathText(path) === pathText(issue.path),
  );

/** Of a union's branches, the one whose type fits is the one that was meant. */
function innermost(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.filter((branch) => !branch.some(isOfAnotherType));
  const [only] = meant;
  if (only === undefined || meant.length > 1) return [issue];
  return only
    .flatMap(innermost)
    .map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

const isOfAnotherType = (issue: Issue): boolean =>
  issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');

function problemOf(issue: Issue, known: unknown): { path: Path; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }];
  const candidates = keysAt(known, issue.path);
  return issue.keys.map((key) => ({
    path: [...issue.path, key],
    message: `unknown key \`${key}\`${suggestion(key, candidates)}`,
  }));
}

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null;

/** The keys that a JSON Schema knows at a path. */
function keysAt(found: unknown, path: Path, root: unknown = found): string[] {
  const schema = dereferenced(found, root);
  if (!isRecord(schema)) return [];
  if (Array.isArray(schema.anyOf)) {
    return schema.anyOf.flatMap((branch: unknown) => keysAt(branch, path, root));
  }
  const [first, ...rest] = path;
  const properties = isRecord(schema.properties) ? schema.properties : {};
  if (first === undefined) return [...Object.keys(properties), ...namesOf(schema.propertyNames)];
  const below = typeof first === 'number' ? schema.items : properties[String(first)];
  return keysAt(below, rest, root);
}

/** The keys of a record, where they are listed. */
const namesOf = (names: unknown): string[] =>
  isRecord(names) && Array.isArray(names.enum) ? names.enum.map(String) : [];

/** Routes have routes, so their schema is one of the root's `$defs`, referred to by name. */
function dereferenced(schema: unknown, root: unknown): unknown {
  if (!isRecord(schema) || typeof schema.$ref !== 'string' || !isRecord(root)) return schema;
  const name = schema.$ref.replace('#/$defs/', '');
  return isRecord(root.$defs) ? root.$defs[name] : schema;
}

const article: { readonly [type: string]: string } = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
};

/** What is wrong, where the schema itself does not say it better. */
function messageOf(issue: RawIssue): string | undefined {
  const { input } = issue;
  if (input === undefined && issue.code !== 'custom') return 'is required';
  if (input === null) return 'is empty: give it a value, or leave the key out';
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${article[issue.expected] ?? issue.expected}, found ${shown(input)}`;
    case 'invalid_value':
      return notOneOf(issue.values.map(String), input);
    case 'too_small':
      return `expected ${boundOf(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum)}`;
    case 'too_big':
      return `expected ${boundOf(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum)}`;
    default:
      return undefined;
  }
}

function notOneOf(values: readonly string[], input: unknown): string {
  const wanted = values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`;
  const meant = typeof input === 'string' ? suggestion(input, values) : '';
  return `expected ${wanted}, found ${shown(input)}${meant}`;
}

function boundOf(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'string') return `${bound} ${limit} characters`;
  if (origin === 'array') return `${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `${bound} ${limit}`;
}

/** A value as an error shows it: short, and never a whole tree. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a group of keys';
  const text = String(value).replaceAll(/\s+/g, ' ');
  const short = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return typeof value === 'string' ? `\`${short}\`` : short;
}

/** `restart.rules[0].attempts`. */
function pathText(path: Path): string {
  return path.map(String).reduce((text, part, index) => {
    if (typeof path[index] === 'number') return `${text}[${part}]`;
    const name = /^[\w-]+$/.test(part) ? part : JSON.stringify(part);
    return text === '' ? name : `${text}.${name}`;
  }, '');
}
