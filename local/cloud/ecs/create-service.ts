import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import { deploy } from './services/deploy.ts';
import { revise } from './services/revise.ts';
import { lookSoon } from './services/schedule.ts';
import { checkStrategy } from './services/shift.ts';
import { ecsArn } from './state/arns.ts';
import type { Ecs } from './state/ecs.ts';
import {
  clusterArnOf,
  findTaskDefinition,
  findUsableCluster,
  lookUpTaskDefinition,
  serviceArnOf,
} from './state/find.ts';
import type { Service } from './state/service.ts';
import {
  DeploymentConfiguration,
  LaunchType,
  LoadBalancer,
  NetworkConfiguration,
  Placement,
  StrategyItem,
  Tag,
} from './state/shapes.ts';
import { passingRoles, tagging } from './wire/permissions.ts';
import { serviceInApi } from './wire/service.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  serviceName: z.string().regex(/^[\w-]{1,255}$/),
  taskDefinition: z.string(),
  desiredCount: z.number().int().min(0).optional(),
  launchType: LaunchType.optional(),
  capacityProviderStrategy: z.array(StrategyItem).default([]),
  platformVersion: z.string().optional(),
  networkConfiguration: NetworkConfiguration.optional(),
  loadBalancers: z.array(LoadBalancer).default([]),
  serviceRegistries: z.array(z.unknown()).default([]),
  schedulingStrategy: z.enum(['REPLICA', 'DAEMON']).default('REPLICA'),
  deploymentController: z.looseObject({ type: z.string() }).default({ type: 'ECS' }),
  deploymentConfiguration: DeploymentConfiguration.default({}),
  healthCheckGracePeriodSeconds: z.number().default(0),
  placementConstraints: Placement.default([]),
  placementStrategy: Placement.default([]),
  enableExecuteCommand: z.boolean().default(false),
  enableECSManagedTags: z.boolean().default(false),
  propagateTags: z.enum(['TASK_DEFINITION', 'SERVICE', 'NONE']).default('NONE'),
  tags: z.array(Tag).default([]),
});
type Input = z.infer<typeof Input>;

/** Creates a service and begins its first deployment. */
export function createService(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: (input) => {
      const resource = serviceArnOf(ecs.kernel, input.cluster, input.serviceName);
      const context = { 'ecs:cluster': clusterArnOf(ecs.kernel, input.cluster) };
      return [
        { action: 'ecs:CreateService', resource, context },
        ...passingRoles(lookUpTaskDefinition(ecs, input.taskDefinition), undefined),
        ...tagging('CreateService', resource, input.tags),
      ];
    },
    answer: (input, { principal }) => {
      const service = create(ecs, input, principal.roleArn);
      lookSoon(ecs, service);
      return { service: serviceInApi(ecs, service, true) };
    },
  });
}

function create(ecs: Ecs, input: Input, createdBy: string): Service {
  const cluster = findUsableCluster(ecs, input.cluster);
  const serviceArn = ecsArn(ecs.kernel, `service/${cluster.clusterName}/${input.serviceName}`);
  check(ecs, input, serviceArn);
  const { serviceName, schedulingStrategy } = input;
  const taskDefinition = findTaskDefinition(ecs, input.taskDefinition);
  const revision = revise(ecs, { ...input, cluster, taskDefinition });
  const service: Service = {
    ...input,
    serviceArn,
    serviceName,
    cluster,
    schedulingStrategy,
    deploymentController: input.deploymentController.type,
    createdAt: ecs.kernel.time.now(),
    createdBy,
    status: 'ACTIVE',
    desiredCount: input.desiredCount ?? 0,
    revision,
    deployments: [],
    serviceDeployments: [],
    revisions: [],
    taskSets: [],
    deploymentConfiguration: input.deploymentConfiguration,
    events: [],
    steady: false,
  };
  ecs.services.set(serviceArn, service);
  deploy(ecs, service, revision);
  return service;
}

function check(ecs: Ecs, input: Input, serviceArn: string): void {
  const existing = ecs.services.get(serviceArn);
  if (existing && existing.status !== 'INACTIVE') {
    const message =
      existing.status === 'DRAINING'
        ? 'Unable to Start a service that is still Draining.'
        : 'Creation of service was not idempotent.';
    throw new ApiError('InvalidParameterException', message);
  }
  if (input.launchType && input.capacityProviderStrategy.length > 0) {
    throw new ApiError(
      'InvalidParameterException',
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  }
  const isDaemon = input.schedulingStrategy === 'DAEMON';
  if (isDaemon && input.launchType === 'FARGATE') {
    throw new ApiError(
      'InvalidParameterException',
      'The daemon scheduling strategy is not supported for the FARGATE launch type.',
    );
  }
  checkStrategy(input.schedulingStrategy, input.deploymentConfiguration);
  if (!isDaemon && input.desiredCount === undefined) {
    throw new ApiError('InvalidParameterException', 'Desired count is required.');
  }
}
