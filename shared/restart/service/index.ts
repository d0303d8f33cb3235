import { playbook } from '../../core/playbook.ts';
import { ownerOf } from '../owner.ts';
import { playbookName } from './calls.ts';
import { decide } from './decide.ts';
import { gather } from './gather.ts';

/** Explains what goes wrong in services, counts crash loops, and rolls back or pauses where it is asked to. */
export const serviceHealth = playbook({
  name: playbookName,
  kinds: ['task-stopped', 'service-trouble', 'deployment-failed', 'call-due'],
  of: 'service/1',
  when: (signal) => signal.kind !== 'task-stopped' || ownerOf(signal.task).kind === 'service',
  gather,
  decide,
});
