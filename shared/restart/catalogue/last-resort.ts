import type { Cause } from '../../config/types.ts';

/** Matches everything: counted, reported, tried once more. */
export const unclassified: Cause = {
  id: 'unclassified',
  when: {},
  cause: 'A stop that the catalogue does not know',
  class: 'unknown',
  restarts: 1,
  hint: "Read the reason and the log. An owner's row in restart.causes can give it a name, a class and a hint of your own.",
  source: 'Inferred: one try, then tell people',
};

/** Asked when nothing else matched. The very last row matches everything. */
export const lastResort: readonly Cause[] = [
  {
    id: 'stop-problem',
    when: { anyReason: ['CannotStopContainerError'] },
    cause: 'The container could not be stopped properly; it was to be stopped anyway',
    class: 'normal',
    restarts: 0,
    hint: 'Harmless once. If it happens often on one host, the runtime there hangs: replace the instance.',
    source: 'AWS docs: ECS developer guide, stopped-task-error-codes',
  },
  {
    id: 'never-started',
    when: { stopCode: ['TaskFailedToStart'], neverStarted: true },
    cause: 'The task never started, for a reason we do not know',
    class: 'unknown',
    restarts: 1,
    hint: 'Read stoppedReason; aws ecs describe-tasks may say more for an hour after the stop, and CloudTrail shows what the start was refused.',
    source: 'AWS docs: ECS API reference, Task (stopCode); one try is inferred',
  },
  unclassified,
];
