import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import { fail } from './services/deploy.ts';
import { lookSoon } from './services/schedule.ts';
import { type Ecs, secondMs } from './state/ecs.ts';
import { serviceContext } from './state/find.ts';
import type { Deployment, Service } from './state/service.ts';

const Input = z.looseObject({
  serviceDeploymentArn: z.string(),
  stopType: z.enum(['ROLLBACK', 'ABORT']).default('ROLLBACK'),
});

/** Stops a deployment under way, and goes back to the last completed one unless told to ABORT. */
export function stopServiceDeployment(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ serviceDeploymentArn }) => [
      {
        action: 'ecs:StopServiceDeployment',
        resource: serviceDeploymentArn,
        context: serviceContext(ecs.kernel, serviceDeploymentArn),
      },
    ],
    answer: ({ serviceDeploymentArn, stopType }) => {
      const found = [...ecs.services.values()]
        .flatMap((service) => service.deployments.map((deployment) => ({ service, deployment })))
        .find(
          ({ deployment: { serviceDeployment } }) =>
            serviceDeployment.serviceDeploymentArn === serviceDeploymentArn,
        );
      if (!found) {
        throw new ApiError(
          'ServiceDeploymentNotFoundException',
          'The service deployment was not found.',
        );
      }
      const { service, deployment } = found;
      if (deployment.serviceDeployment.status !== 'IN_PROGRESS') {
        throw new ApiError(
          'ConflictException',
          `The service deployment is in status ${deployment.serviceDeployment.status}.`,
        );
      }
      stop(ecs, service, deployment, stopType);
      return { serviceDeploymentArn };
    },
  });
}

/** First it is asked for, then it begins: unless the deployment has come to its own end in between. */
function stop(
  ecs: Ecs,
  service: Service,
  deployment: Deployment,
  stopType: 'ROLLBACK' | 'ABORT',
): void {
  const { serviceDeployment } = deployment;
  const requested = stopType === 'ROLLBACK' ? 'ROLLBACK_REQUESTED' : 'STOP_REQUESTED';
  serviceDeployment.status = requested;
  serviceDeployment.updatedAt = ecs.kernel.time.now();
  ecs.kernel.time.after(secondMs, `stop the deployment of ${service.serviceName}`, () => {
    if (serviceDeployment.status !== requested) return;
    fail(ecs, service, deployment, {
      reason: 'Service deployment was stopped by the user.',
      rollback: stopType === 'ROLLBACK',
      rollbackReason: 'Service deployment stopped by the user',
    });
    lookSoon(ecs, service);
  });
}
