import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { serviceContext } from './state/find.ts';
import { serviceRevisionInApi } from './wire/service-deployment.ts';

const Input = z.looseObject({ serviceRevisionArns: z.array(z.string()).min(1).max(20) });

/** What a service ran: task definition, network, and the digest of each image. */
export function describeServiceRevisions(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ serviceRevisionArns }) =>
      serviceRevisionArns.map((resource) => ({
        action: 'ecs:DescribeServiceRevisions',
        resource,
        context: serviceContext(ecs.kernel, resource),
      })),
    answer: ({ serviceRevisionArns }) => {
      const known = [...ecs.services.values()].flatMap((service) =>
        service.revisions.map((revision) => ({ service, revision })),
      );
      const find = (arn: string) =>
        known.find(({ revision }) => revision.serviceRevisionArn === arn);
      return {
        serviceRevisions: serviceRevisionArns.flatMap((arn) => {
          const found = find(arn);
          return found ? [serviceRevisionInApi(found.service, found.revision)] : [];
        }),
        failures: serviceRevisionArns
          .filter((arn) => !find(arn))
          .map((arn) => ({ arn, reason: 'MISSING' })),
      };
    },
  });
}
