import type { Body } from '../cloud/types.ts';

/** What the town's task definitions have in common. */
type Wanted = {
  readonly family: string;
  readonly image: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly port?: number;
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
};

const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;

/** A Fargate task definition with one container, named like its family, that logs to `/ecs/<family>`. */
export function fargateDefinition(wanted: Wanted): Body {
  const { family, image, cpu = '256', memory = '512', port, environment = [] } = wanted;
  return {
    family,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu,
    memory,
    taskRoleArn: role(`${family}-task`),
    executionRoleArn: role('voting-execution'),
    tags: [{ key: 'owner', value: 'team-vote' }],
    containerDefinitions: [
      {
        name: family,
        image,
        essential: true,
        environment,
        ...(port === undefined ? {} : { portMappings: [{ containerPort: port, protocol: 'tcp' }] }),
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': `/ecs/${family}`,
            'awslogs-region': 'us-east-1',
            'awslogs-stream-prefix': 'ecs',
          },
        },
      },
    ],
  };
}

/** The daemon on every EC2 host: host network, no interface of its own. */
export const agentDefinition = (image: string): Body => ({
  family: 'agent',
  networkMode: 'host',
  requiresCompatibilities: ['EC2'],
  containerDefinitions: [{ name: 'agent', image, essential: true, memory: 128, cpu: 64 }],
});
