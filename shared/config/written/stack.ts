import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { hearsEvents } from '../types/stack.ts';
import { key } from './key.ts';

const roleWanted = 'expected the name of an IAM role or a glob over it, such as *-task; no ARN';

const RoleGlob = z
  .string()
  .max(512)
  .regex(/^[A-Za-z0-9+=,.@_/*?-]+$/, { error: roleWanted });

/** What holds for the whole stack, beside the sections. */
export const stackKeys = {
  actByTag: key(
    z.array(z.enum(['restart', 'deploy', 'cleanup'])),
    'Where the tag `deckhand:mode = act` may turn on what this file only lets observe; `deploy`: also where tags and labels may ask for a policy although no rule here that may act has one. The stack is given the permissions for it, and whoever may tag decides.',
    { default: defaults.actByTag, examples: [['restart']] },
  ),
  passRoles: key(
    z.array(RoleGlob).min(1, { error: roleWanted }),
    'Globs over the IAM roles that may be handed on, by name, behind its path where it has one: those of tasks, and those by which schedules start them. A role that only others may assume is never passed.',
    { default: defaults.passRoles, examples: [['*-task', 'ecsTaskExecutionRole']] },
  ),
  reservedConcurrency: key(
    z.partialRecord(z.enum(hearsEvents), z.int().min(1)),
    `How many of a function that hears events (${hearsEvents.join(', ')}) may run at once. Lambda reserves as many of the account for it, and refuses the deployment where that leaves too few for all others; an event beyond waits its turn, for six hours at the most.`,
    { default: defaults.reservedConcurrency, examples: [{ taskStopped: 20 }] },
  ),
};
