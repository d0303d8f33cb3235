import {
  CreateServiceCommand,
  type Deployment,
  DescribeServicesCommand,
  type Service,
} from '@aws-sdk/client-ecs';
import type { Aws } from './aws.ts';
import { register } from './containers.ts';
import { eventOf, put } from './events.ts';
import { createRepository, push, registry } from './images.ts';

export const definitionArn = (family: string, revision: number): string =>
  `arn:aws:ecs:eu-west-1:111122223333:task-definition/${family}:${revision}`;

/** A service of two tasks in the cluster `prod`, and of its own family, whose image is 1.0.0 of the repository. */
export async function createService(aws: Aws, name: string, repository: string): Promise<void> {
  await createRepository(aws, repository);
  await push(aws, repository, ['1.0.0']);
  await register(aws, name, `${registry}/${repository}:1.0.0`);
  await aws.ecs.send(
    new CreateServiceCommand({
      ...{ cluster: 'prod', serviceName: name, taskDefinition: name, desiredCount: 2 },
      ...{ launchType: 'FARGATE' },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0a1b2c3d'] } },
    }),
  );
  await tellOfDeployment(aws, name, 'SERVICE_DEPLOYMENT_IN_PROGRESS', 'in progress');
}

export async function service(aws: Aws, name: string): Promise<Partial<Service>> {
  const command = new DescribeServicesCommand({ cluster: 'prod', services: [name] });
  const { services } = await aws.ecs.send(command);
  return services?.[0] ?? {};
}

/** The deployment that the service is to be, or has come to. */
export async function primary(aws: Aws, name: string): Promise<Partial<Deployment>> {
  const { deployments = [] } = await service(aws, name);
  return deployments.find(({ status }) => status === 'PRIMARY') ?? {};
}

/** ECS tells that this deployment has begun, or how it has ended. */
export async function tellOfDeployment(
  aws: Aws,
  name: string,
  eventName: string,
  says: string,
): Promise<void> {
  const event = eventOf('deployment-in-progress.json');
  const { id: deploymentId, updatedAt } = await primary(aws, name);
  const reason = `ECS deployment ${deploymentId} ${says}.`;
  const detail = { ...event.detail, eventName, deploymentId, updatedAt, reason };
  const resources = [`arn:aws:ecs:eu-west-1:111122223333:service/prod/${name}`];
  await put(aws, { ...event, resources, detail });
}
