/**
 * Values made from the SDK's own description of AWS's API, so that a field that AWS adds is in them as soon as the SDK
 * is brought up to date. How the SDK's generated `schemas_0.js` writes that description: a structure is
 * `[3, namespace, name, traits, fields, types]` (4 for a union, which has all of its fields here), a list
 * `[1, …, type]`, a map `[2, …, key, type]`; a type is a number (64 more for a list of it, 128 more for a map to it), a
 * function that answers another of these, or one of them with traits.
 */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The names of a structure's fields. */
export function fieldsOf(schema: unknown): readonly string[] {
  const [, , , , fields] = listed(schema);
  return listed(fields).map(String);
}

/** A value that has every field of a structure, at every depth, each with a text or number of its own. */
export function fullest(schema: unknown): { [key: string]: Json } {
  let count = 0;
  const value = sampleOf(schema, () => ++count);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Error('the schema is of no structure');
}

type Next = () => number;

const list = 64;
const map = 128;

function sampleOf(schema: unknown, next: Next): Json {
  if (typeof schema === 'function') return sampleOf(schema(), next);
  if (typeof schema === 'number') return sampleOfType(schema, next);
  const [kind, second] = listed(schema);
  // A type with traits of its own.
  if (typeof kind !== 'number') return sampleOf(kind, next);
  if (typeof second === 'number') return sampleOfType(kind, next);
  return sampleOfKind(kind, listed(schema), next);
}

function sampleOfKind(kind: number, schema: readonly unknown[], next: Next): Json {
  const [, , , , fourth, fifth] = schema;
  switch (kind) {
    case 0:
      return sampleOf(fourth, next);
    case 1:
      return [sampleOf(fourth, next), sampleOf(fourth, next)];
    case 2:
      return { [`key-${next()}`]: sampleOf(fifth, next), [`key-${next()}`]: sampleOf(fifth, next) };
    case 3:
    case 4:
      return Object.fromEntries(
        listed(fourth).map((name, index) => [String(name), sampleOf(listed(fifth)[index], next)]),
      );
    default:
      throw new Error(`a schema of kind ${kind} is not known here`);
  }
}

function sampleOfType(type: number, next: Next): Json {
  if (type >= map) return { [`key-${next()}`]: sampleOfType(type - map, next) };
  if (type >= list) return [sampleOfType(type - list, next), sampleOfType(type - list, next)];
  switch (type) {
    case 0:
      return `text-${next()}`;
    case 1:
      return next();
    case 2:
      return next() % 2 === 0;
    case 4:
      return 1_760_000_000 + next();
    default:
      throw new Error(`a type ${type} is not known here`);
  }
}

function listed(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error('the SDK writes its schemas in another way than is read here');
}
