import { playbook } from '../core/playbook.ts';
import { playbookName } from './calls.ts';
import { decide } from './decide.ts';
import { gather } from './gather.ts';
import { ownerOf } from './owner.ts';

/** Restarts failed tasks that nobody else restarts, and explains the others. Service tasks are `serviceHealth`'s. */
export const restart = playbook({
  name: playbookName,
  kinds: ['task-stopped', 'task-interrupted', 'call-due'],
  of: 'restart/1',
  when: (signal) => signal.kind === 'call-due' || ownerOf(signal.task).kind !== 'service',
  gather,
  decide,
});
