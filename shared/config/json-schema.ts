import * as z from 'zod';
import { WrittenConfig } from './written.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema of `deckhand.yml`, for editors. Draft 7, which all of them know. */
export function configJsonSchema(): Schema {
  const schema = z.toJSONSchema(WrittenConfig, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema, path }) => {
      // What a rule does not set, it takes from the section, whatever the section's own default is.
      if (path.slice(0, -1).includes('rules')) delete jsonSchema.default;
    },
  });
  schema.title = 'deckhand.yml';
  schema.description = 'What Deckhand may do with your Amazon ECS tasks, and whom it tells.';
  return schema;
}
