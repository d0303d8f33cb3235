import { z } from 'zod';

/** The parts of ECS's inputs that the local cloud looks at; whatever else is given is kept as it came. */
export const Tag = z.looseObject({ key: z.string(), value: z.string().optional() });
export type Tag = z.infer<typeof Tag>;

const KeyValue = z.looseObject({ name: z.string(), value: z.string() });

const HealthCheck = z.looseObject({
  command: z.array(z.string()),
  interval: z.number().optional(),
  timeout: z.number().optional(),
  retries: z.number().optional(),
  startPeriod: z.number().optional(),
});

const Condition = z.enum(['START', 'COMPLETE', 'SUCCESS', 'HEALTHY']);

export const ContainerDefinition = z.looseObject({
  name: z.string(),
  image: z.string(),
  essential: z.boolean().optional(),
  cpu: z.number().optional(),
  memory: z.number().optional(),
  memoryReservation: z.number().optional(),
  environment: z.array(KeyValue).optional(),
  portMappings: z
    .array(
      z.looseObject({
        containerPort: z.number().optional(),
        hostPort: z.number().optional(),
        protocol: z.string().optional(),
      }),
    )
    .optional(),
  dependsOn: z.array(z.looseObject({ containerName: z.string(), condition: Condition })).optional(),
  healthCheck: HealthCheck.optional(),
  stopTimeout: z.number().optional(),
  versionConsistency: z.string().optional(),
  restartPolicy: z
    .looseObject({
      enabled: z.boolean(),
      ignoredExitCodes: z.array(z.number()).optional(),
      restartAttemptPeriod: z.number().optional(),
    })
    .optional(),
  logConfiguration: z
    .looseObject({ logDriver: z.string(), options: z.record(z.string(), z.string()).optional() })
    .optional(),
});
export type ContainerDefinition = z.infer<typeof ContainerDefinition>;

const EphemeralStorage = z.looseObject({ sizeInGiB: z.number() });

export const Overrides = z.looseObject({
  containerOverrides: z
    .array(
      z.looseObject({
        name: z.string().optional(),
        command: z.array(z.string()).optional(),
        environment: z.array(KeyValue).optional(),
        cpu: z.number().optional(),
        memory: z.number().optional(),
        memoryReservation: z.number().optional(),
      }),
    )
    .optional(),
  cpu: z.string().optional(),
  memory: z.string().optional(),
  taskRoleArn: z.string().optional(),
  executionRoleArn: z.string().optional(),
  ephemeralStorage: EphemeralStorage.optional(),
});
export type Overrides = z.infer<typeof Overrides>;

export const NetworkConfiguration = z.looseObject({
  awsvpcConfiguration: z
    .looseObject({
      subnets: z.array(z.string()),
      securityGroups: z.array(z.string()).optional(),
      assignPublicIp: z.string().optional(),
    })
    .optional(),
});
export type NetworkConfiguration = z.infer<typeof NetworkConfiguration>;

export const StrategyItem = z.looseObject({
  capacityProvider: z.string(),
  weight: z.number().optional(),
  base: z.number().optional(),
});
export type StrategyItem = z.infer<typeof StrategyItem>;

export const LaunchType = z.enum(['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES']);
export type LaunchType = z.infer<typeof LaunchType>;

export const Placement = z.array(
  z.looseObject({
    type: z.string().optional(),
    expression: z.string().optional(),
    field: z.string().optional(),
  }),
);
export type Placement = z.infer<typeof Placement>;

export const VolumeConfiguration = z.looseObject({
  name: z.string(),
  managedEBSVolume: z.looseObject({ roleArn: z.string() }).optional(),
});
export type VolumeConfiguration = z.infer<typeof VolumeConfiguration>;

export const LoadBalancer = z.looseObject({
  targetGroupArn: z.string().optional(),
  loadBalancerName: z.string().optional(),
  containerName: z.string().optional(),
  containerPort: z.number().optional(),
});
export type LoadBalancer = z.infer<typeof LoadBalancer>;

export const DeploymentConfiguration = z.looseObject({
  deploymentCircuitBreaker: z
    .looseObject({
      enable: z.boolean(),
      rollback: z.boolean(),
      resetOnHealthyTask: z.boolean().optional(),
      thresholdConfiguration: z
        .looseObject({
          type: z.enum(['BOUNDED_PERCENT', 'UNBOUNDED_PERCENT', 'COUNT']),
          value: z.number().optional(),
        })
        .optional(),
    })
    .optional(),
  maximumPercent: z.number().optional(),
  minimumHealthyPercent: z.number().optional(),
  alarms: z
    .looseObject({ alarmNames: z.array(z.string()), enable: z.boolean(), rollback: z.boolean() })
    .optional(),
  strategy: z.enum(['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY']).optional(),
  bakeTimeInMinutes: z.number().min(0).max(1_440).optional(),
  canaryConfiguration: z
    .looseObject({
      canaryPercent: z.number().min(0.1).max(100).optional(),
      canaryBakeTimeInMinutes: z.number().min(0).max(1_440).optional(),
    })
    .optional(),
  linearConfiguration: z
    .looseObject({
      stepPercent: z.number().min(3).max(100).optional(),
      stepBakeTimeInMinutes: z.number().min(0).max(1_440).optional(),
    })
    .optional(),
});
export type DeploymentConfiguration = z.infer<typeof DeploymentConfiguration>;
