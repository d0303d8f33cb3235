import type * as z from 'zod';

/** A key that may be left out, with what the schema and the documentation say about it. */
export function key<S extends z.ZodType>(
  schema: S,
  description: string,
  more: { readonly default?: unknown; readonly examples?: readonly unknown[] } = {},
): z.ZodExactOptional<S> {
  return schema.exactOptional().meta(metaOf(description, more));
}

/** A key that has to be there. */
export function required<S extends z.ZodType>(
  schema: S,
  description: string,
  more: { readonly examples?: readonly unknown[] } = {},
): S {
  return schema.meta(metaOf(description, more));
}

function metaOf(
  description: string,
  more: { readonly default?: unknown; readonly examples?: readonly unknown[] },
): { description: string; default?: unknown; examples?: unknown[] } {
  const { examples, ...others } = more;
  return { description, ...others, ...(examples && { examples: [...examples] }) };
}
