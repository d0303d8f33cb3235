import type { Cause } from '../../config/types.ts';

const start = 'CannotStartContainerError';
const agent = 'ECS agent source';
const guide = 'AWS docs: ECS developer guide, stopped-task-error-codes';

/** What the container runtime reports by name. */
export const runtime: readonly Cause[] = [
  {
    id: 'entrypoint-wrong-architecture',
    when: { anyReason: ['exec format error'], allOf: [start] },
    cause: 'The command is for another CPU architecture, or a script without #!',
    class: 'permanent',
    restarts: 0,
    hint: "Build the image for the task's architecture (runtimePlatform.cpuArchitecture), and begin scripts with #!/bin/sh.",
    source: `General knowledge; ${guide}`,
  },
  {
    id: 'entrypoint-not-found',
    when: {
      anyReason: ['no such file or directory', 'executable file not found'],
      allOf: [start],
    },
    cause: 'The entry point or command does not exist in the image',
    class: 'permanent',
    restarts: 0,
    hint: 'Compare entryPoint and command of the task definition with the image. A script with Windows line ends, or a binary whose loader is missing (glibc on Alpine), says the same.',
    source: `General knowledge; ${guide}`,
  },
  {
    id: 'entrypoint-not-permitted',
    when: { anyReason: ['permission denied'], allOf: [start] },
    cause: 'The entry point may not be executed',
    class: 'permanent',
    restarts: 0,
    hint: 'chmod +x it in the Dockerfile, and check that the user of the image may reach its directory.',
    source: `General knowledge; ${guide}`,
  },
  {
    id: 'host-port-taken',
    when: {
      anyReason: [
        'driver failed programming external connectivity',
        'port is already allocated',
        'address already in use',
      ],
      allOf: [start],
    },
    cause: 'The host port is already in use on the instance',
    class: 'transient',
    restarts: 'bounded',
    hint: 'Use a dynamic host port (hostPort 0) or awsvpc. If only one instance is affected, find what holds the port there (ss -ltnp).',
    source: 'Sample in containers-roadmap#1133',
  },
  {
    id: 'container-status-unknown',
    when: { anyReason: ['failed to get container status'], allOf: [start] },
    cause: 'The container was gone before the runtime could look at it, often for want of memory',
    class: 'application',
    restarts: 1,
    hint: "Give the task more memory. On EC2 read the runtime's log on the instance (journalctl -u docker).",
    source: guide,
  },
  {
    id: 'container-not-started',
    when: { anyReason: [start] },
    cause: 'The container could not be started, for a reason we do not know',
    class: 'application',
    restarts: 1,
    hint: "The text after CannotStartContainerError is the runtime's own. Try docker run with the same image, command and user.",
    source: `Inferred from the error name; ${guide}`,
  },
  {
    id: 'host-storage-full',
    when: {
      anyReason: ['Thin Pool', 'no space left on device'],
      allOf: ['CannotCreateContainerError'],
    },
    cause: "The host's container storage is full",
    class: 'transient',
    restarts: 'bounded',
    hint: 'Another host may have room. Enlarge the volume in the launch template and shorten ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION; replace the instance.',
    source: 'AWS docs: ECS developer guide (2023), troubleshooting CannotCreateContainerError',
  },
  {
    id: 'container-not-created',
    when: { anyReason: ['CannotCreateContainerError'] },
    cause: 'The container could not be created, for a reason we do not know',
    class: 'transient',
    restarts: 1,
    hint: "The text after CannotCreateContainerError is the runtime's own: a name conflict, an invalid mount, a missing device.",
    source: 'Inferred from the error name',
  },
  {
    id: 'runtime-timeout',
    when: { anyReason: ['ContainerRuntimeTimeoutError'] },
    cause: 'The container runtime did not answer in time',
    class: 'transient',
    restarts: 'bounded',
    hint: "Look at the host's disk I/O and CPU credits; too many containers starting at once do this.",
    source: `${agent}; ${guide}`,
  },
  {
    id: 'docker-timeout',
    when: { anyReason: ['DockerTimeoutError', 'Could not transition to*timed out after waiting'] },
    cause: 'Docker did not answer in time',
    class: 'transient',
    restarts: 'bounded',
    hint: "Look at the host's disk I/O (burst balance of the volume) and at journalctl -u docker; raise ECS_CONTAINER_START_TIMEOUT for slow hosts.",
    source: `${agent}, which marks it as worth retrying`,
  },
];
