import * as z from 'zod';
import { WrittenConfig } from './written.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema of `deckhand.yml`, for editors. Draft 7, which all of them know. */
export function configJsonSchema(): Schema {
  const schema = z.toJSONSchema(WrittenConfig, { io: 'input', target: 'draft-7' });
  // What a rule does not set, it takes from the section, whatever the section's own default is.
  for (const section of ['restart', 'deploy']) {
    for (const rule of groupsAt(schema, section, 'rules')) forgetDefaults(rule);
  }
  schema.title = 'deckhand.yml';
  schema.description =
    'What Deckhand may do with your Amazon ECS tasks and services, and whom it tells.';
  return schema;
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schemas of a list's entries, by the list's path. */
function groupsAt(schema: Schema, ...path: readonly string[]): Schema[] {
  const list = path.reduce<unknown>(
    (at, name) => (isSchema(at) ? at.properties?.[name] : undefined),
    schema,
  );
  return isSchema(list) ? [list.items].filter(isSchema) : [];
}

function forgetDefaults(schema: Schema): void {
  delete schema.default;
  const inner = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.anyOf ?? []),
    ...[schema.items].flat(),
  ];
  for (const each of inner.filter(isSchema)) forgetDefaults(each);
}
