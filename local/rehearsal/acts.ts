import type { Act } from './act.ts';
import { alarmActs } from './acts-alarms.ts';
import { cleanupActs } from './acts-cleanups.ts';
import { eventActs } from './acts-events.ts';
import { guardActs } from './acts-guard.ts';
import { rolloutActs } from './acts-rollouts.ts';
import { serviceActs } from './acts-services.ts';
import { taskActs } from './acts-tasks.ts';

/** The bad day, in its order. */
export const acts: readonly Act[] = [
  ...taskActs,
  ...serviceActs,
  ...rolloutActs,
  ...guardActs,
  ...eventActs,
  ...alarmActs,
  ...cleanupActs,
];
