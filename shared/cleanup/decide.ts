/**
 * A run asks for each repository that a rule covers to be cleaned up by itself, and for a report when all are done.
 * A repository is planned for (see `plan.ts`). While one of its images is being deployed it waits; where other
 * accounts, other regions or an upstream registry depend on it and nobody allowed for that, it is held. In `observe`
 * the plan is told and nothing goes; in `act` what is planned goes, and is looked at once more just before.
 */
import type { Config } from '../config/types.ts';
import { counted } from '../core/counted.ts';
import type { CallLater, Decision, Reason } from '../core/decision.ts';
import { callOf } from './calls.ts';
import { decideReport } from './decide-report.ts';
import { decideRepository } from './decide-repository.ts';
import { isCovered } from './rule-of.ts';
import type { CleanupRunFacts, RunFacts } from './run-facts.ts';

/** So many repositories does one record have room for; the rest of them is asked for by another. */
const maxRepositories = 500;

/** Until then hardly any run is over. */
const reportAfterMs = 60_000;

export function decide(facts: CleanupRunFacts, config: Config): Decision {
  switch (facts.about) {
    case 'run':
      return decideRun(facts, config);
    case 'repository':
      return decideRepository(facts, config);
    case 'report':
      return decideReport(facts);
  }
}

function decideRun(
  { now, run, after, repositories, killSwitch }: RunFacts,
  config: Config,
): Decision {
  const reasons: Reason[] = [];
  const reason = (rule: string, holds: boolean, because: string) =>
    reasons.push({ rule, holds, because });
  if (killSwitch) {
    reason(
      'nobody has stopped Deckhand',
      false,
      `${killSwitch.by} has stopped Deckhand: ${killSwitch.why}`,
    );
    return { verdict: 'stopped', reasons, actions: [] };
  }
  if (!repositories.known) {
    reason('the repositories can be listed', false, repositories.why);
    return { verdict: 'hold', reasons, actions: [] };
  }
  const covered = repositories.value.filter((name) => isCovered(name, config)).toSorted();
  reason(
    'rules cover repositories',
    covered.length > 0,
    `cleanup.rules cover ${covered.length} of ${counted(repositories.value.length, 'repository')}`,
  );
  if (covered.length === 0) return { verdict: 'ignore', reasons, actions: [] };
  const ahead = covered.filter((name) => name > after);
  const these = ahead.slice(0, maxRepositories);
  const last = these.at(-1);
  const root = run.replace(/\+.*$/, '');
  const calls = these.map((repository): CallLater => {
    const about = { what: 'repository', run: root, repository, postponed: 0 } as const;
    return onQueue(now, about, `${root}/${repository}`);
  });
  const next: CallLater =
    last !== undefined && ahead.length > these.length
      ? onQueue(now, { what: 'run', after: last }, `${root}+${last}`)
      : reportLater(now, root, covered.length);
  return { verdict: 'run', reasons, actions: [...calls, next] };
}

type About = Parameters<typeof callOf>[0];

const onQueue = (at: string, about: About, id: string): CallLater => ({
  do: 'call-later',
  at,
  call: callOf(about, id),
  queue: 'cleanup',
});

const reportLater = (now: string, run: string, repositories: number): CallLater =>
  onQueue(
    new Date(Date.parse(now) + reportAfterMs).toISOString(),
    { what: 'report', run, repositories, startedAt: now },
    `${run}/report/${now}`,
  );
