import type { z } from 'zod';
import { type ApiAction, ApiError, type Body, type Caller, type Permission } from './types.ts';

/** One API action whose input has a known shape; what does not fit it is refused as AWS refuses it. */
export function action<Input>(parts: {
  readonly input: z.ZodType<Input>;
  readonly permissions?: (input: Input) => readonly Permission[];
  readonly answer: (input: Input, caller: Caller) => Body | Promise<Body>;
}): ApiAction {
  const read = (body: Body): Input => readInput(parts.input, body);
  const { permissions } = parts;
  return {
    ...(permissions ? { permissions: (body: Body) => permissions(read(body)) } : {}),
    answer: (body, caller) => parts.answer(read(body), caller),
  };
}

function readInput<Input>(schema: z.ZodType<Input>, body: Body): Input {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `Value at '${issue.path.join('.')}' failed to satisfy constraint: ${issue.message}`,
  );
  throw new ApiError(
    'ValidationException',
    `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: ${problems.join('; ')}`,
  );
}

/** The part of `items` that a page holds, and the token of the next one. Tokens are offsets. */
export function page<T>(
  items: readonly T[],
  token: string | undefined,
  limit: number,
): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start)) throw new ApiError('ValidationException', 'Invalid token');
  const end = start + limit;
  return { items: items.slice(start, end), nextToken: end < items.length ? `${end}` : undefined };
}
