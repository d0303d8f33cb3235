import type { Decision } from '../core/decision.ts';
import type { Rollouts } from '../core/rollout.ts';
import { callAt, callOf } from './calls.ts';
import type { ReleaseFacts } from './facts.ts';
import { noticeOf, tell } from './notices.ts';

/** A person lets a digest go out again: it leaves the quarantine, that is told, and the service is looked at. */
export function decideRelease({ release, rollouts, now }: ReleaseFacts): Decision {
  const { clusterArn, serviceArn, digest, by, why } = release;
  const found = rollouts.quarantined.find((one) => one.digest === digest);
  const isReplaced = isReplacedIn(rollouts, digest);
  const rule = 'the digest is held back in the service';
  if (!found && !isReplaced) {
    const reasons = [
      {
        rule,
        holds: false,
        because: 'the digest is not held back in the service, or not any more',
      },
    ];
    return { verdict: 'ignore', reasons, actions: [] };
  }
  const held = found ? `since ${found.at}: ${found.why}` : 'as somebody had replaced it';
  const reasons = [{ rule, holds: true, because: `the digest was held back ${held}` }];
  const kept: Rollouts = {
    ...rollouts,
    newest:
      rollouts.newest && isReplaced ? { ...rollouts.newest, released: true } : rollouts.newest,
    quarantined: rollouts.quarantined.filter((one) => one.digest !== digest),
  };
  const name = found?.tag ?? digest.slice(0, 19);
  const notice = noticeOf({
    ...{ clusterArn, serviceArn, reasons },
    at: now,
    phase: 'info',
    severity: 'info',
    headline: `${name} was released by ${by}`,
    summary: `${why}. It may go out again; it had been held back ${held}.`,
    changes: [],
    receiver: rollouts.newest?.receiver,
  });
  const again = `${name} was released by ${by}`;
  return {
    verdict: 'release',
    reasons,
    actions: [
      {
        do: 'keep-rollouts',
        rollouts: kept,
        again: callOf(release, `${serviceArn}#${digest}#again#${now}`),
      },
      {
        ...callAt(
          { what: 'consider', clusterArn, serviceArn, because: again },
          `${serviceArn}#released ${digest}@${now}`,
          now,
        ),
        ifDone: true,
      },
      tell(notice),
    ],
  };
}

/** What was rolled out and replaced is held back without being in quarantine, where no event told of it. */
const isReplacedIn = ({ newest }: Rollouts, digest: string): boolean =>
  newest?.ending !== undefined &&
  newest.ending !== 'failed' &&
  newest.ending !== 'rolled back' &&
  newest.changes.some((one) => one.digest === digest);
