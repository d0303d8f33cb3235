import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { serviceContext } from './state/find.ts';
import { serviceDeploymentInApi } from './wire/service-deployment.ts';

const Input = z.looseObject({ serviceDeploymentArns: z.array(z.string()).min(1).max(20) });

export function describeServiceDeployments(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ serviceDeploymentArns }) =>
      serviceDeploymentArns.map((resource) => ({
        action: 'ecs:DescribeServiceDeployments',
        resource,
        context: serviceContext(ecs.kernel, resource),
      })),
    answer: ({ serviceDeploymentArns }) => {
      const known = [...ecs.services.values()].flatMap((service) =>
        service.serviceDeployments.map((deployment) => ({ service, deployment })),
      );
      const find = (arn: string) =>
        known.find(({ deployment }) => deployment.serviceDeploymentArn === arn);
      return {
        serviceDeployments: serviceDeploymentArns.flatMap((arn) => {
          const found = find(arn);
          return found ? [serviceDeploymentInApi(ecs, found.service, found.deployment)] : [];
        }),
        failures: serviceDeploymentArns
          .filter((arn) => !find(arn))
          .map((arn) => ({ arn, reason: 'MISSING' })),
      };
    },
  });
}
