import type { Config } from '../config/types.ts';
import type { Decision, Reason } from '../core/decision.ts';
import type { ImagePushed } from '../core/image-signal.ts';
import { type Facts, playbook } from '../core/playbook.ts';
import { callOf } from './calls.ts';
import { isCovered } from './rule-of.ts';

/** Pushes are taken together in spans of so long; and so long after a span nothing may have been pushed. */
const settlingMs = 5 * 60_000;

export type PushFacts = Facts & {
  readonly of: 'cleanup-after-push/1';
  readonly repository: string;
  readonly pushedAt: string;
};

/**
 * Asks for the repository to be cleaned up once pushes have settled. All pushes of a span ask by one name, so that
 * they are one call; where more come after it, theirs finds everything, and this one does nothing.
 */
export const cleanupAfterPush = playbook({
  name: 'cleanup-after-push',
  kinds: ['image-pushed'],
  of: 'cleanup-after-push/1',
  gather: async ({ repository, at }: ImagePushed, { clock }): Promise<PushFacts> => ({
    of: 'cleanup-after-push/1',
    now: clock.now().toISOString(),
    repository,
    pushedAt: at,
  }),
  decide: decideAfterPush,
});

function decideAfterPush({ repository, pushedAt }: PushFacts, config: Config): Decision {
  const { onPush } = config.cleanup;
  const covered = isCovered(repository, config);
  const reasons: readonly Reason[] = [
    {
      rule: 'cleanups come after pushes, too',
      holds: onPush,
      because: `cleanup.onPush is ${onPush}`,
    },
    {
      rule: 'a rule covers the repository',
      holds: covered,
      because: `${covered ? 'a' : 'no'} cleanup rule matches ${repository}`,
    },
  ];
  if (!onPush || !covered) return { verdict: 'ignore', reasons, actions: [] };
  const spanEndMs = (Math.floor(Date.parse(pushedAt) / settlingMs) + 1) * settlingMs;
  const spanEnd = new Date(spanEndMs).toISOString();
  const run = `cleanup/push/${repository}/${spanEnd}`;
  const about = {
    what: 'repository',
    run,
    repository,
    postponed: 0,
    pushedUntil: spanEnd,
  } as const;
  const at = new Date(spanEndMs + settlingMs).toISOString();
  return {
    verdict: 'clean up',
    reasons,
    actions: [{ do: 'call-later', at, call: callOf(about, run), queue: 'cleanup' }],
  };
}
