import { alarm } from '../shared/alarm/index.ts';
import { cleanupAfterPush } from '../shared/cleanup/after-push.ts';
import { guard } from '../shared/cleanup/guard/index.ts';
import { cleanup } from '../shared/cleanup/index.ts';
import type { Playbook } from '../shared/core/playbook.ts';
import { rollout } from '../shared/deploy/index.ts';
import { restart } from '../shared/restart/index.ts';
import { launches } from '../shared/restart/launch/index.ts';
import { retirement } from '../shared/restart/retirement/index.ts';
import { serviceHealth } from '../shared/restart/service/index.ts';

/** Every playbook there is: what `explain` and `replay` decide with. */
export const playbooks: readonly Playbook[] = [
  restart,
  serviceHealth,
  launches,
  retirement,
  alarm,
  rollout,
  cleanupAfterPush,
  cleanup,
  guard,
];
