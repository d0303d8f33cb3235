import * as z from 'zod/mini';

/** For what only helps: where it is missing or not as expected it is left out, and the rest is read without it. */
export const lenient = <S extends z.ZodMiniType>(schema: S) =>
  z.catch(z.optional(schema), undefined);
