import { type ApiAction, ApiError, type Body, type Kernel } from './types.ts';

/** What a service calls wrong input, where it is not `ValidationException`. */
export function reworded(action: ApiAction, code: string): ApiAction {
  const inItsWords = (thrown: unknown): unknown =>
    thrown instanceof ApiError && thrown.code === 'ValidationException'
      ? new ApiError(code, thrown.message)
      : thrown;
  const { permissions, answer } = action;
  return {
    ...(permissions
      ? {
          permissions: (input: Body, kernel: Kernel) => {
            try {
              return permissions(input, kernel);
            } catch (thrown) {
              throw inItsWords(thrown);
            }
          },
        }
      : {}),
    answer: async (input, caller) => {
      try {
        return await answer(input, caller);
      } catch (thrown) {
        throw inItsWords(thrown);
      }
    },
  };
}
