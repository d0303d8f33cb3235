import { playbook } from '../core/playbook.ts';
import { playbookName } from './calls.ts';
import { decide } from './decide.ts';
import { gather } from './gather.ts';

/** Rolls out pushed images in the services whose policies want them, and follows each rollout to its end. */
export const rollout = playbook({
  name: playbookName,
  kinds: ['image-pushed', 'image-scanned', 'deployment-changed', 'deployment-failed', 'call-due'],
  of: 'rollout/1',
  when: (signal) => signal.kind !== 'image-pushed' || signal.tag !== undefined,
  gather,
  decide,
});
