import { z } from 'zod';
import type { Statement } from '../iam.ts';

const texts = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));
const scalars = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const values = z
  .union([scalars, z.array(scalars)])
  .transform((value) => (Array.isArray(value) ? value : [value]));

/** A policy statement as people write it. `NotAction` and `NotResource` are refused: nobody here needs them. */
const WrittenStatement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts,
  Resource: texts,
  Condition: z.record(z.string(), z.record(z.string(), values)).optional(),
});

export function readStatement(written: unknown): Statement {
  const { Effect, Action, Resource, Condition = {} } = WrittenStatement.parse(written);
  return {
    effect: Effect,
    actions: Action,
    resources: Resource,
    conditions: Object.entries(Condition).flatMap(([operator, byKey]) =>
      Object.entries(byKey).map(([key, wanted]) => ({ operator, key, values: wanted })),
    ),
  };
}
