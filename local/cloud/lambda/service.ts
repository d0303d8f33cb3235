import { z } from 'zod';
import { action } from '../action.ts';
import { ApiError, type Kernel, type Service } from '../types.ts';
import { imageFunctionActions, type Resolve } from './image-functions.ts';

const Invoke = z.object({
  FunctionName: z.string(),
  InvocationType: z.literal('Event'),
  Payload: z.string(),
});

/** AWS Lambda's API, as far as people invoke a function and do not wait for its answer, and functions that are images. */
export const createLambdaService = (
  kernel: Kernel,
  lambda: {
    readonly has: (functionName: string) => boolean;
    readonly invokeAsync: (functionName: string, event: unknown) => Promise<void>;
    readonly resolve: Resolve;
  },
): Service => ({
  name: 'lambda',
  actions: {
    ...imageFunctionActions(kernel, lambda.resolve),
    Invoke: action({
      input: Invoke,
      permissions: ({ FunctionName }) => [
        { action: 'lambda:InvokeFunction', resource: unqualified(FunctionName) },
      ],
      answer({ FunctionName, Payload }) {
        const name = unqualified(FunctionName);
        if (!lambda.has(name)) {
          throw new ApiError(
            'ResourceNotFoundException',
            `Function not found: ${FunctionName}`,
            404,
          );
        }
        const event: unknown = JSON.parse(Payload);
        kernel.time.after(0, `somebody invokes ${name}`, () => lambda.invokeAsync(name, event));
        return { StatusCode: 202 };
      },
    }),
  },
});

/** Without the version or alias after the function's name; there is only `$LATEST` here. */
const unqualified = (name: string): string =>
  name.replace(/(:function:[^:]+):.*$/, '$1').replace(/:\$LATEST$/, '');
