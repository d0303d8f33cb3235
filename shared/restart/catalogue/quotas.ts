import type { Cause } from '../../config/types.ts';

const events = 'AWS docs: ECS developer guide, service-event-messages-list';

/** Limits, and configuration that no place can satisfy. */
export const quotas: readonly Cause[] = [
  {
    id: 'quota-reached',
    when: {
      anyReason: ['reached the limit on the number of * you can run concurrently'],
    },
    cause: "The account's quota of concurrent tasks or vCPUs is reached",
    class: 'permanent',
    restarts: 0,
    hint: 'Ask for more under Service Quotas (Fargate On-Demand or Spot vCPU resource count), or stop what is not needed; no retry helps before that.',
    source: events,
  },
  {
    id: 'provisioning-limit-reached',
    when: { anyReason: ['tasks provisioning capacity limit was exceeded'] },
    cause: 'Too many tasks of the cluster are PROVISIONING at once (500)',
    class: 'capacity',
    restarts: 'bounded',
    hint: "Start fewer at a time. Then find out why they stay PROVISIONING: the capacity provider's scaling usually cannot keep up.",
    source: events,
  },
  {
    id: 'launch-type-incompatible',
    when: {
      anyReason: ['selected task definition is not compatible with the selected compute strategy'],
    },
    cause: 'The task definition does not support this launch type or capacity provider',
    class: 'permanent',
    restarts: 0,
    hint: "Add the launch type to requiresCompatibilities (FARGATE also needs awsvpc and task-level cpu and memory), or change the launch's capacity provider strategy.",
    source: 'AWS docs: ECS developer guide, failed-to-start-error',
  },
  {
    id: 'service-role-not-assumable',
    when: {
      anyReason: ['IAM*misconfigured', 'can no longer maintain your service'],
    },
    cause: "ECS cannot assume the service's role",
    class: 'permanent',
    restarts: 0,
    hint: 'Restore AWSServiceRoleForECS (aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com), or the trust policy of the service role.',
    source: events,
  },
  {
    id: 'target-group-missing',
    when: { anyReason: ['TARGET GROUP IS NOT FOUND'] },
    cause: "The service's target group or load balancer has been deleted",
    class: 'permanent',
    restarts: 0,
    hint: 'Point the service at one that exists (aws ecs update-service --load-balancers), or create the service again.',
    source: events,
  },
];
