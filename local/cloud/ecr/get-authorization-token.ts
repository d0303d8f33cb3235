import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Registry } from './state/registry.ts';

const validMs = 12 * 60 * 60 * 1_000;

/** A password for `docker login`, which nothing here asks for. */
export function getAuthorizationToken({ kernel, host }: Registry): ApiAction {
  return action({
    input: z.looseObject({}),
    answer: () => ({
      authorizationData: [
        {
          authorizationToken: Buffer.from('AWS:local').toString('base64'),
          expiresAt: (kernel.time.now() + validMs) / 1_000,
          proxyEndpoint: `https://${host}`,
        },
      ],
    }),
  });
}
