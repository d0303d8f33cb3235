import type { Cause } from '../../config/types.ts';

/** Memory is asked about before exit codes: an out-of-memory kill is also an exit 137. */
export const memory: readonly Cause[] = [
  {
    id: 'out-of-memory',
    when: { anyReason: ['OutOfMemoryError', 'Container killed due to memory usage'] },
    cause: 'Container killed: out of memory',
    class: 'permanent',
    restarts: 1,
    hint: "Raise memory in the task definition (the container's hard limit, and the task's on Fargate), or find the leak: the same limit gives the same result. outOfMemory in the restart rule gives one try with more. Match heap settings to the limit (NODE_OPTIONS --max-old-space-size, -XX:MaxRAMPercentage).",
    source: 'AWS docs: ECS developer guide, out-of-memory; ECS agent source; one try is inferred',
  },
];
