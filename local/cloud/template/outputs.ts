import { z } from 'zod';
import type { Template } from './types.ts';

export const Output = z.looseObject({
  Value: z.union([z.string(), z.number()]).transform(String),
  Description: z.string().optional(),
});

/** The stack's outputs; references in them are resolved already. */
export const readOutputs = (written: {
  readonly [key: string]: z.infer<typeof Output>;
}): Template['outputs'] =>
  Object.entries(written).map(([key, { Value, Description }]) => ({
    key,
    value: Value,
    description: Description ?? null,
  }));
