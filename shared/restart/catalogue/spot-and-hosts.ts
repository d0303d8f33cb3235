import type { Cause } from '../../config/types.ts';

/** The ground was taken away: Spot, hosts, Fargate maintenance. */
export const spotAndHosts: readonly Cause[] = [
  {
    id: 'fargate-spot-interrupted',
    when: { stopCode: ['TerminationNotice'], stoppedReason: ['Your Spot Task was interrupted'] },
    cause: 'Fargate took its Spot capacity back, after two minutes of warning',
    class: 'transient',
    restarts: 'bounded',
    hint: 'Expected now and then. Spread over more subnets and zones, give the service a base on FARGATE in its capacity provider strategy, set spotFallback: FARGATE for tasks that must finish, and handle SIGTERM within stopTimeout.',
    source: 'AWS docs: ECS developer guide (2023), fargate-capacity-providers',
  },
  {
    id: 'spot-interrupted',
    when: { stopCode: ['SpotInterruption'] },
    cause: 'Spot capacity was taken back, or there was none to be had',
    class: 'transient',
    restarts: 'bounded',
    hint: 'Spread over more zones and, on EC2, more instance types; keep a base on on-demand capacity for what must not wait.',
    source: 'AWS docs: ECS developer guide, spot-interruption-errors',
  },
  {
    id: 'host-terminated',
    when: { stoppedReason: ['Host EC2 (instance *) terminated'] },
    cause: 'The EC2 instance below the task was terminated',
    class: 'transient',
    restarts: 'bounded',
    hint: 'Let instances drain first: managed draining on the capacity provider, or a termination lifecycle hook, and ECS_ENABLE_SPOT_INSTANCE_DRAINING=true with capacity rebalancing for Spot.',
    source: 'Seen in third-party source; AWS docs: ECS developer guide (2023)',
  },
  {
    id: 'host-stopped',
    when: { stoppedReason: ['Host EC2 (instance *) stopped'] },
    cause: 'The EC2 instance below the task was stopped',
    class: 'transient',
    restarts: 'bounded',
    hint: "CloudTrail's StopInstances event names who stopped it. Container instances are better terminated and replaced than stopped.",
    source: 'AWS docs: ECS developer guide (2023), stopped task errors',
  },
  {
    id: 'fargate-maintenance',
    when: {
      stoppedReason: [
        'ECS is performing maintenance on the underlying infrastructure hosting the task',
      ],
    },
    cause: 'AWS retired the Fargate host below the task',
    class: 'transient',
    restarts: 'bounded',
    hint: 'AWS Health announces this 7 to 14 days ahead: watch for it and start the task anew at a time of your choosing, or set an EC2 event window. AWS never replaces a standalone task by itself.',
    source: 'AWS docs: ECS developer guide, task-maintenance',
  },
  {
    id: 'termination-notice',
    when: { stopCode: ['TerminationNotice'] },
    cause: 'AWS announced that the capacity below the task goes away',
    class: 'transient',
    restarts: 'bounded',
    hint: 'stoppedReason says what went away. Spread over more zones, and handle SIGTERM within stopTimeout.',
    source: 'Inferred from the stop code, for reasons we have not met yet',
  },
  {
    id: 'retirement-planned',
    when: { eventName: ['AWS_ECS_TASK_PATCHING_RETIREMENT'] },
    cause: 'AWS is going to retire the Fargate host below the task',
    class: 'normal',
    restarts: 0,
    hint: 'Nothing has stopped yet. Replace it at a quiet time before the date: aws ecs update-service --force-new-deployment for a service; start a standalone task again.',
    source: 'AWS docs: ECS developer guide, task-maintenance',
  },
];
