import { playbook } from '../core/playbook.ts';
import { playbookName } from './calls.ts';
import { decide } from './decide.ts';
import { gather } from './gather.ts';

/** Tells of CloudWatch alarms, and keeps quiet about those that are muted or suppressed, for as long as they are. */
export const alarm = playbook({
  name: playbookName,
  kinds: ['alarm-changed', 'call-due'],
  of: 'alarm/1',
  gather,
  decide,
});
