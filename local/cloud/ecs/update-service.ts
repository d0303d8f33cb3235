import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError, type Permission } from '../types.ts';
import { deploy } from './services/deploy.ts';
import { revise } from './services/revise.ts';
import { lookSoon } from './services/schedule.ts';
import { checkStrategy } from './services/shift.ts';
import type { Ecs } from './state/ecs.ts';
import {
  clusterArnOf,
  findActiveService,
  findCluster,
  findTaskDefinition,
  lookUpTaskDefinition,
  serviceArnOf,
} from './state/find.ts';
import type { Service } from './state/service.ts';
import {
  DeploymentConfiguration,
  LoadBalancer,
  NetworkConfiguration,
  Placement,
  StrategyItem,
} from './state/shapes.ts';
import { passingRoles } from './wire/permissions.ts';
import { serviceInApi } from './wire/service.ts';

const Input = z.looseObject({
  cluster: z.string().optional(),
  service: z.string(),
  desiredCount: z.number().int().min(0).optional(),
  taskDefinition: z.string().optional(),
  forceNewDeployment: z.boolean().default(false),
  capacityProviderStrategy: z.array(StrategyItem).optional(),
  platformVersion: z.string().optional(),
  networkConfiguration: NetworkConfiguration.optional(),
  loadBalancers: z.array(LoadBalancer).optional(),
  serviceRegistries: z.array(z.unknown()).optional(),
  deploymentConfiguration: DeploymentConfiguration.optional(),
  healthCheckGracePeriodSeconds: z.number().optional(),
  placementConstraints: Placement.optional(),
  placementStrategy: Placement.optional(),
  enableExecuteCommand: z.boolean().optional(),
  enableECSManagedTags: z.boolean().optional(),
  propagateTags: z.enum(['TASK_DEFINITION', 'SERVICE', 'NONE']).optional(),
});
type Input = z.infer<typeof Input>;

/** Changes a service; what concerns its tasks begins a new deployment. */
export function updateService(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: (input) => permissions(ecs, input),
    answer: (input) => {
      const service = findActiveService(ecs, findCluster(ecs, input.cluster), input.service);
      if (service.schedulingStrategy === 'DAEMON' && input.desiredCount !== undefined) {
        throw new ApiError(
          'InvalidParameterException',
          'The daemon scheduling strategy does not support a desired count.',
        );
      }
      checkController(service, input);
      if (input.deploymentConfiguration) {
        checkStrategy(service.schedulingStrategy, input.deploymentConfiguration);
      }
      if (needsDeployment(ecs, service, input)) redeploy(ecs, service, input);
      change(service, input);
      lookSoon(ecs, service);
      return { service: serviceInApi(ecs, service, true) };
    },
  });
}

/** CodeDeploy's and external deployments are begun elsewhere. What ECS says for EXTERNAL is inferred from the other. */
function checkController({ deploymentController }: Service, input: Input): void {
  if (deploymentController === 'ECS' || input.taskDefinition === undefined) return;
  const instead =
    deploymentController === 'CODE_DEPLOY'
      ? 'Use AWS CodeDeploy to trigger a new deployment.'
      : 'Use CreateTaskSet to start a new deployment.';
  throw new ApiError(
    'InvalidParameterException',
    `Unable to update task definition on services with a ${deploymentController} deployment controller. ${instead}`,
  );
}

function permissions(ecs: Ecs, input: Input): readonly Permission[] {
  const definition =
    input.taskDefinition === undefined
      ? undefined
      : lookUpTaskDefinition(ecs, input.taskDefinition);
  return [
    {
      action: 'ecs:UpdateService',
      resource: serviceArnOf(ecs.kernel, input.cluster, input.service),
      context: { 'ecs:cluster': clusterArnOf(ecs.kernel, input.cluster) },
    },
    ...passingRoles(definition, undefined),
  ];
}

/** The same task definition again is no news, unless a new deployment is asked for. */
function needsDeployment(ecs: Ecs, service: Service, input: Input): boolean {
  const isNewDefinition =
    input.taskDefinition !== undefined &&
    findTaskDefinition(ecs, input.taskDefinition) !== service.revision.taskDefinition;
  return (
    input.forceNewDeployment ||
    isNewDefinition ||
    input.capacityProviderStrategy !== undefined ||
    input.platformVersion !== undefined ||
    input.networkConfiguration !== undefined ||
    input.loadBalancers !== undefined ||
    input.serviceRegistries !== undefined ||
    (input.enableExecuteCommand ?? service.enableExecuteCommand) !== service.enableExecuteCommand
  );
}

function redeploy(ecs: Ecs, service: Service, input: Input): void {
  const { cluster, serviceName, revision } = service;
  const strategy = input.capacityProviderStrategy ?? revision.capacityProviderStrategy;
  const next = revise(ecs, {
    cluster,
    serviceName,
    taskDefinition:
      input.taskDefinition === undefined
        ? revision.taskDefinition
        : findTaskDefinition(ecs, input.taskDefinition),
    launchType: strategy.length > 0 ? undefined : revision.launchType,
    capacityProviderStrategy: strategy,
    platformVersion: input.platformVersion ?? revision.platformVersion,
    networkConfiguration: input.networkConfiguration ?? revision.networkConfiguration,
    loadBalancers: input.loadBalancers ?? revision.loadBalancers,
    serviceRegistries: input.serviceRegistries ?? revision.serviceRegistries,
  });
  deploy(ecs, service, next);
}

function change(service: Service, input: Input): void {
  const configured = input.deploymentConfiguration ?? {};
  service.deploymentConfiguration = { ...service.deploymentConfiguration, ...configured };
  service.desiredCount = input.desiredCount ?? service.desiredCount;
  const [primary] = service.deployments;
  if (primary) primary.desiredCount = service.desiredCount;
  service.healthCheckGracePeriodSeconds =
    input.healthCheckGracePeriodSeconds ?? service.healthCheckGracePeriodSeconds;
  service.placementConstraints = input.placementConstraints ?? service.placementConstraints;
  service.placementStrategy = input.placementStrategy ?? service.placementStrategy;
  service.enableExecuteCommand = input.enableExecuteCommand ?? service.enableExecuteCommand;
  service.enableECSManagedTags = input.enableECSManagedTags ?? service.enableECSManagedTags;
  service.propagateTags = input.propagateTags ?? service.propagateTags;
}
