import { type Cloud, type CloudOptions, createCloud } from '../../../local/cloud/cloud.ts';
import type { RequestHandler } from '../../../local/cloud/gateway.ts';
import type { Invocation } from '../../../local/cloud/lambda/index.ts';
import { smallStack } from './template.ts';

export const start = new Date('2026-03-02T09:00:00.000Z');

/** What the stack's handlers do in a test, by function; the others do nothing. */
export type Handlers = { readonly [name: string]: (invocation: Invocation) => unknown };

export function aCloud(
  handlers: Handlers = {},
  options: Partial<CloudOptions> = {},
): Promise<Cloud> {
  return createCloud({
    seed: 1,
    start,
    template: smallStack,
    run: async (invocation) => handlers[invocation.function.name]?.(invocation),
    ...options,
  });
}

/** Settings for any client of the SDK, of a principal who may do everything unless told. */
export const clientOf = (cloud: Cloud, requestHandler?: RequestHandler) => ({
  region: 'eu-west-1',
  maxAttempts: 1,
  credentials: { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'local' },
  requestHandler: requestHandler ?? cloud.gateway.handlerFor(cloud.operator),
});
