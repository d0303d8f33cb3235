import type { Caps } from '../config/types/cleanup.ts';
import type { Config } from '../config/types.ts';
import type { Ledger } from '../core/cleanup.ts';
import type { Action, Decision, Reason } from '../core/decision.ts';
import { given } from '../core/given.ts';
import { usesOfRepository } from '../core/use-of.ts';
import { callOf } from './calls.ts';
import { deletionGroups } from './deletion-groups.ts';
import { dependents } from './dependents.ts';
import { type CleanupPlan, planCleanup } from './plan.ts';
import { ruleOf } from './rule-of.ts';
import type { RepositoryFacts } from './run-facts.ts';

/** A deployment that goes on longer than this is not waited for: what it uses is kept anyway. */
const mostPostponed = 4;
const postponedMs = 15 * 60_000;

/** One record has room for so many; more wait for the next run, whatever the caps say. */
const maxImages = 1_000;

export function decideRepository(facts: RepositoryFacts, config: Config): Decision {
  const { repository, looked, name, run } = facts;
  if (!repository.known) return held(facts, 'the repository can be looked at', repository.why);
  const tags = repository.value?.tags ?? {};
  const rule = ruleOf(name, tags, config);
  if (!repository.value) return left(facts, 'it is gone');
  if (rule === null) return left(facts, 'no rule covers it');
  if ('problem' in rule) return held(facts, 'its tags can be read', rule.problem);
  if (rule.mode === 'off') return left(facts, 'a tag of it says off');
  if (facts.pushedSince !== undefined) return superseded(facts.pushedSince);
  if (looked === null) return left(facts, 'nothing was looked at');
  if (!looked.known) return held(facts, 'the images can be listed', looked.why);
  const waiting = deploying(facts);
  if (waiting) return waiting;
  const { seen, exposure } = looked.value;
  const gaps = [...seen.gaps, ...dependents(exposure, name, repository.value.account, rule)];
  const plan = planCleanup({ ...seen, gaps }, { ...rule, caps: atMost(maxImages, rule.caps) });
  const going = plan.hold === null ? plan.delete : plan.held;
  const sizes = new Map(seen.images.map(({ digest, sizeBytes }) => [digest, sizeBytes]));
  const ledger: Ledger = {
    run,
    repository: name,
    mode: rule.mode,
    hold: plan.hold,
    going: going.map((one) => ({ ...one, sizeBytes: sizes.get(one.digest) ?? 0 })),
    keptBy: keptBy(plan),
    kept: mostTelling(plan.keep),
  };
  const isDoing = rule.mode === 'act' && plan.hold === null;
  const place = { account: repository.value.account, region: repository.value.region, name };
  const previousRevisions = Math.max(
    ...config.cleanup.rules.map(({ protect }) => protect.previousRevisions),
  );
  const actions = (isDoing ? deletionGroups(going) : []).map(
    (images): Action => ({ do: 'delete-images', repository: place, images, previousRevisions }),
  );
  return {
    verdict: verdictOf(plan, rule.mode),
    reasons: reasonsOf(plan, rule.mode),
    actions: [...actions, { do: 'keep-ledger', ledger }, ...reportNow(facts, isDoing && ledger)],
  };
}

/**
 * A cleanup that pushes asked for is told by itself, and only where it did something: what is held, and what would go
 * in `observe`, would be told again with every push, and the scheduled run tells it.
 */
function reportNow({ pushedUntil, run, now }: RepositoryFacts, done: Ledger | false): Action[] {
  if (pushedUntil === undefined || !done || done.going.length === 0) return [];
  const about = { what: 'report', run, repositories: 1, startedAt: now } as const;
  return [{ do: 'call-later', at: now, call: callOf(about, `${run}/report`), queue: 'cleanup' }];
}

const superseded = (pushedSince: string): Decision => ({
  verdict: 'ignore',
  reasons: [
    {
      rule: 'pushes have settled',
      holds: false,
      because: `more came at ${pushedSince}, and ask for a cleanup of their own`,
    },
  ],
  actions: [],
});

const atMost = (most: number, caps: Caps): Caps => ({
  ...caps,
  maxImages: Math.min(most, caps.maxImages),
});

/** Of those that stay, so many have room in a record. */
const maxKept = 400;

function keptBy({ keep }: CleanupPlan): Readonly<Record<string, number>> {
  const counts: { [why: string]: number } = {};
  for (const { why } of keep) counts[why] = (counts[why] ?? 0) + 1;
  return counts;
}

/** What is in use, then what a hold keeps; the rule that keeps an image nobody needs is told by its count. */
const mostTelling = (keep: CleanupPlan['keep']): CleanupPlan['keep'] =>
  keep.toSorted((one, other) => rank(one.why) - rank(other.why)).slice(0, maxKept);

const rank = (why: string): number => (why === 'in-use' ? 0 : why === 'held' ? 1 : 2);

const verdictOf = ({ hold, delete: going }: CleanupPlan, mode: 'observe' | 'act'): string => {
  if (hold !== null) return 'hold';
  if (going.length === 0) return 'keep';
  return mode === 'act' ? 'delete' : 'observe';
};

function reasonsOf(plan: CleanupPlan, mode: 'observe' | 'act'): readonly Reason[] {
  const { hold, keep } = plan;
  const used = keep.filter(({ why }) => why === 'in-use').length;
  const going = hold === null ? plan.delete.length : plan.held.length;
  return [
    {
      rule: 'every use can be seen',
      holds: hold === null,
      because: hold ?? 'all sources answered',
    },
    { rule: 'images are in use', holds: used > 0, because: `${used} are kept for it` },
    {
      rule: 'the policy lets images go',
      holds: going > 0,
      because: `${going} of ${going + keep.length}`,
    },
    { rule: 'the mode is act', holds: mode === 'act', because: `it is ${mode}` },
  ];
}

/** Waits for a deployment of one of its images, for a while. */
function deploying(facts: RepositoryFacts): Decision | null {
  const { looked, repository, postponed, pushedUntil, now, run, name } = facts;
  if (!looked?.known || !repository.known || !repository.value) return null;
  const { uses } = looked.value.seen;
  const going = uses.filter(({ source, seenAt }) => source === 'service-deployment' && !seenAt);
  const place = { ...repository.value, name };
  const mine = usesOfRepository({ uses: going, gaps: [], lookedAt: now }, place);
  const [by] = [...mine.digests.values(), ...mine.tags.values()];
  if (by === undefined || postponed >= mostPostponed) return null;
  const again = { run, repository: name, postponed: postponed + 1, ...given({ pushedUntil }) };
  const about = { what: 'repository', ...again } as const;
  return {
    verdict: 'postpone',
    reasons: [{ rule: 'nothing is being deployed from it', holds: false, because: by }],
    actions: [
      {
        do: 'call-later',
        at: new Date(Date.parse(now) + postponedMs).toISOString(),
        call: callOf(about, `${run}/${name}/${postponed + 1}`),
        queue: 'cleanup',
      },
    ],
  };
}

function held(facts: RepositoryFacts, rule: string, why: string): Decision {
  return {
    verdict: 'hold',
    reasons: [{ rule, holds: false, because: why }],
    actions: [{ do: 'keep-ledger', ledger: { ...empty(facts), hold: why } }],
  };
}

function left(facts: RepositoryFacts, because: string): Decision {
  return {
    verdict: 'ignore',
    reasons: [{ rule: 'it is to be cleaned up', holds: false, because }],
    actions: [{ do: 'keep-ledger', ledger: empty(facts) }],
  };
}

const empty = ({ run, name }: RepositoryFacts): Ledger => ({
  run,
  repository: name,
  mode: 'off',
  hold: null,
  going: [],
  keptBy: {},
  kept: [],
});
