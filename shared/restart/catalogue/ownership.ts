import type { Cause } from '../../config/types.ts';

/** Stops that somebody or something asked for. */
export const ownership: readonly Cause[] = [
  {
    id: 'host-deregistered',
    when: { stoppedReason: ['Container instance deregistration forced by user'] },
    cause: 'Somebody deregistered the container instance with its tasks still on it',
    class: 'transient',
    restarts: 'bounded',
    hint: 'Set the instance to DRAINING (aws ecs update-container-instances-state) and wait until its tasks have moved before deregistering it; --force kills them.',
    source: 'AWS docs: ECS developer guide (2023), stopped task errors',
  },
  {
    id: 'stopped-by-user',
    when: { stopCode: ['UserInitiated'] },
    cause: 'A person, a pipeline or a program called StopTask',
    class: 'normal',
    restarts: 0,
    hint: "Nothing to repair. stoppedReason holds the caller's own words; CloudTrail's StopTask event names who it was.",
    source: 'AWS docs: ECS API reference, StopTask; re:Post, ECS task stopped',
  },
  {
    id: 'scaled-in',
    when: { stoppedReason: ['Scaling activity initiated by'] },
    cause: 'The service stopped the task while scaling in or deploying',
    class: 'normal',
    restarts: 0,
    hint: 'Nothing to repair: the service wants fewer tasks, or newer ones.',
    source: 'AWS docs: ECS developer guide (2023), stopped task errors',
  },
  {
    id: 'load-balancer-health-check-failed',
    when: { stoppedReason: ['failed ELB health checks'] },
    cause: 'The load balancer found the task unhealthy',
    class: 'application',
    restarts: 0,
    hint: "Open the target group's health reason. Raise the service's healthCheckGracePeriodSeconds above the start-up time, then check the health check's path, port, success codes and timeout, and that the task's security group lets the load balancer in. ECS replaces the task without ever slowing down, so this can loop.",
    source: 'AWS docs: ECS developer guide, service-throttle-logic; containers-roadmap#612',
  },
  {
    id: 'container-health-check-failed',
    when: { stoppedReason: ['failed container health checks'] },
    cause: "The container's own health check reported UNHEALTHY",
    class: 'application',
    restarts: 0,
    hint: "Run the task definition's healthCheck.command inside the image: does the tool it calls exist there, and does it exit 0? Raise healthCheck.startPeriod for a slow start, and timeout and retries for a slow answer.",
    source: 'Seen in third-party text; re:Post, ECS task stopped',
  },
];
