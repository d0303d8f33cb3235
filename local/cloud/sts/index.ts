import { sessionArn } from '../iam.ts';
import type { Kernel, Service } from '../types.ts';

/** AWS STS: who am I? Needs no permission. */
export function createSts(kernel: Kernel): { readonly service: Service } {
  return {
    service: {
      name: 'sts',
      actions: {
        GetCallerIdentity: {
          permissions: () => [],
          answer: (_input, { principal }) => ({
            Arn: sessionArn(principal),
            UserId: `AROAEXAMPLEROLEID:${principal.name}`,
            Account: kernel.account,
          }),
        },
      },
    },
  };
}
