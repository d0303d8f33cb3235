import type { TaggedMode } from '../config/tags.ts';
import type { Config } from '../config/types.ts';
import type { Ledger } from '../core/cleanup.ts';
import { counted } from '../core/counted.ts';
import type { Action, Decision, Reason } from '../core/decision.ts';
import { deletionGroups } from '../core/deletion-groups.ts';
import { given } from '../core/given.ts';
import { usesOfRepository } from '../core/use-of.ts';
import { callOf } from './calls.ts';
import { type Judged, judge } from './judge.ts';
import type { CleanupPlan, PlannedDelete } from './plan.ts';
import type { RepositoryFacts } from './run-facts.ts';
import { freedBy, nothingFreed } from './sizes.ts';

/** A deployment that goes on longer than this is not waited for: what it uses is kept anyway. */
const mostPostponed = 4;
const postponedMs = 15 * 60_000;

export function decideRepository(facts: RepositoryFacts, config: Config): Decision {
  if (facts.pushedSince !== undefined) return superseded(facts.pushedSince);
  const judged = judge(facts, config);
  if ('leave' in judged) return left(facts, judged.leave);
  if ('unknown' in judged) return held(facts, judged.unknown.rule, judged.unknown.why);
  return deploying(facts) ?? decidePlan(facts, judged, config);
}

function decidePlan(
  facts: RepositoryFacts,
  { plan, rule, mode, repository, seen }: Extract<Judged, { plan: CleanupPlan }>,
  config: Config,
): Decision {
  const { run, name } = facts;
  const going = plan.hold === null ? plan.delete : plan.held;
  const sizes = new Map(seen.images.map(({ digest, sizeBytes }) => [digest, sizeBytes]));
  const ledger: Ledger = {
    run,
    repository: name,
    mode,
    hold: plan.hold,
    going: going.map((one) => ({ ...one, sizeBytes: sizes.get(one.digest) ?? 0 })),
    frees: freedBy(expiring(going), seen.images, seen.manifests),
    keptBy: keptBy(plan),
    kept: plan.keep,
  };
  const isDoing = mode === 'act' && plan.hold === null;
  const place = { account: repository.account, region: repository.region, name };
  const previousRevisions = Math.max(
    ...config.cleanup.rules.map(({ protect }) => protect.previousRevisions),
  );
  const actions = (isDoing ? deletionGroups(going) : []).map(
    (images): Action => ({ do: 'delete-images', repository: place, images, previousRevisions }),
  );
  return {
    verdict: verdictOf(plan, mode),
    reasons: reasonsOf(name, plan, { ...rule, mode }),
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
      because: `images were pushed at ${pushedSince}, which is later: their push asks for a cleanup of its own`,
    },
  ],
  actions: [],
});

/** The archive costs what standard storage does: what moves there frees nothing. */
const expiring = (going: readonly PlannedDelete[]): ReadonlySet<string> =>
  new Set(going.filter(({ action }) => action === 'expire').map(({ digest }) => digest));

function keptBy({ keep }: CleanupPlan): Readonly<Record<string, number>> {
  const counts: { [why: string]: number } = {};
  for (const { why } of keep) counts[why] = (counts[why] ?? 0) + 1;
  return counts;
}

const verdictOf = ({ hold, delete: going }: CleanupPlan, mode: 'observe' | 'act'): string => {
  if (hold !== null) return 'hold';
  if (going.length === 0) return 'keep';
  return mode === 'act' ? 'delete' : 'observe';
};

function reasonsOf(
  name: string,
  plan: CleanupPlan,
  { mode, ignored }: TaggedMode,
): readonly Reason[] {
  const { hold, keep } = plan;
  const used = keep.filter(({ why }) => why === 'in-use').length;
  const going = hold === null ? plan.delete.length : plan.held.length;
  const all = `${going} of ${counted(plan.delete.length + keep.length, 'image')} of ${name}`;
  const isHeldBack = mode === 'observe' && hold === null && going > 0;
  const byMode = isHeldBack
    ? `${all} would go, but its mode is observe`
    : `the mode of ${name} is ${mode}`;
  return [
    {
      rule: 'every use can be seen',
      holds: hold === null,
      because: hold ?? 'every source of uses answered',
    },
    {
      rule: 'images in use stay',
      holds: true,
      because: `${used === 0 ? 'no image' : counted(used, 'image')} of ${name} ${used > 1 ? 'are' : 'is'} in use`,
    },
    {
      rule: 'the mode is act',
      holds: mode === 'act',
      because: ignored === undefined ? byMode : `${byMode}; ${ignored}`,
    },
    {
      rule: 'the policy lets images go',
      holds: going > 0,
      because: `the policy lets ${all} go`,
    },
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
    reasons: [
      {
        rule: 'nothing is being deployed from it',
        holds: false,
        because: `${name} is being deployed from: ${by}`,
      },
    ],
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
  frees: nothingFreed,
  keptBy: {},
  kept: [],
});
