/**
 * Amazon ECR goes by the lifecycle policies of its repositories within 24 hours, and knows of no use. Once a day, and
 * when it is put, each is previewed and read ahead by a day: an image in use that it is about to delete or archive is
 * told, with who uses it, the rule, and a policy that spares it; until no such image is left. Where something that goes
 * may be in use and could not be looked up, that is told, too. Nothing is changed.
 */
import type { Config } from '../../config/types.ts';
import { counted } from '../../core/counted.ts';
import type { Action, CallLater, Decision, Reason } from '../../core/decision.ts';
import { given } from '../../core/given.ts';
import type { KeepWatches, Watch } from '../../core/lifecycle.ts';
import { lookingFor } from '../looking-for.ts';
import { allRepositories, callOf, type GuardCall, type Previewed } from './calls.ts';
import type { BeginFacts, GuardFacts, PutFacts, ReadFacts, ReportFacts, Unseen } from './facts.ts';
import { endangeredNotice, overNotice, unseenNotice } from './notice.ts';
import { watchOf } from './watch.ts';

/** How long previews are waited for, try by try; ECR takes seconds for most, and names no bound. */
const waitsMs = [1, 1, 2, 4, 8].map((minutes) => minutes * 60_000);

export function decide(facts: GuardFacts, config: Config): Decision {
  switch (facts.about) {
    case 'put':
      return decidePut(facts, config);
    case 'begin':
      return decideBegin(facts, config);
    case 'read':
      return decideRead(facts, config);
    case 'report':
      return decideReport(facts);
  }
}

const isOn = ({ cleanup: { guard } }: Config): Reason => ({
  ...{ rule: 'cleanup.guard is on', holds: guard, because: `cleanup.guard is ${guard}` },
});

function decidePut(facts: PutFacts, config: Config): Decision {
  const reasons = [isOn(config)];
  if (!config.cleanup.guard) return { verdict: 'ignore', reasons, actions: [] };
  return { verdict: 'look', reasons, actions: [goOn({ ...facts, after: '' })] };
}

function decideBegin(facts: BeginFacts, config: Config): Decision {
  const { previewed, unseen, run, after } = facts;
  const reasons = [
    isOn(config),
    {
      rule: 'repositories have policies of their own',
      holds: previewed.length > 0,
      because: `repositories with a lifecycle policy of ECR's own: ${previewed.length}`,
    },
  ];
  if (!config.cleanup.guard) return { verdict: 'ignore', reasons, actions: [] };
  const next =
    previewed.length > 0
      ? readLater(facts, { run, after, tries: 0, repositories: previewed })
      : goOn(facts);
  return { verdict: 'look', reasons, actions: [...kept(facts, unseen, []), next] };
}

function decideRead(facts: ReadFacts, config: Config): Decision {
  const { looked, pending, unreached, unseen, run, after, tries } = facts;
  const { rememberMs } = lookingFor(config);
  const watches = looked.flatMap((one) => watchOf(one, facts, rememberMs) ?? []);
  const isLast = unreached.length === 0 && tries + 1 >= waitsMs.length;
  const tooLong = pending.map(({ name }) => ({ name, why: 'its preview takes too long' }));
  const ahead = isLast ? [] : [...unreached, ...pending];
  // While some have not had their turn, nobody has waited.
  const next =
    ahead.length > 0
      ? readLater(facts, {
          ...{ run, after, repositories: ahead },
          tries: unreached.length > 0 ? tries : tries + 1,
        })
      : goOn(facts);
  const reasons: Reason[] = [
    {
      rule: 'previews are done',
      holds: pending.length === 0,
      because: `previews done: ${looked.length}, awaited: ${pending.length}`,
    },
    ...watches.map(({ repository, howMany, gap }) => ({
      rule: 'no image in use is about to go',
      holds: false,
      because:
        gap === null
          ? `images in use of ${repository} that are about to go: ${howMany}`
          : `${repository}: ${gap}`,
    })),
  ];
  const actions = [...kept(facts, [...unseen, ...(isLast ? tooLong : [])], watches), next];
  return { verdict: verdictOf(watches, actions), reasons, actions };
}

const verdictOf = (watches: readonly Watch[], actions: readonly Action[]): string => {
  if (watches.some(({ howMany }) => howMany > 0)) return 'danger';
  return actions.some((action) => action.do === 'keep-watches') ? 'unseen' : 'fine';
};

/**
 * Told once a run, in one notice; what was told of a repository in an earlier run, and is no more, is forgotten. What a
 * run about one repository tells stands beside what is known of the others.
 */
function decideReport(facts: ReportFacts): Decision {
  const { run, watches, only } = facts;
  const isLookedAt = ({ repository }: Watch) => only === undefined || repository === only;
  const these = watches.filter((watch) => watch.run === run);
  // Where the repositories could not even be listed, none of what was told before was looked at.
  const isBlind = these.some(({ repository }) => repository === allRepositories);
  const former = isBlind ? [] : watches.filter((watch) => watch.run !== run && isLookedAt(watch));
  const dangers = watches.filter((watch) => watch.howMany > 0 && !former.includes(watch));
  const gaps = these.filter(({ howMany }) => howMany === 0);
  const reasons: Reason[] = [
    {
      rule: 'no image in use is about to go',
      holds: dangers.length === 0,
      because:
        dangers.length === 0
          ? 'no lifecycle policy is about to take an image in use'
          : `lifecycle policies of ${counted(dangers.length, 'repository')} are about to take images in use`,
    },
    {
      rule: 'every repository could be looked at',
      holds: gaps.length === 0,
      because:
        gaps.length === 0
          ? 'every repository could be looked at'
          : `${counted(gaps.length, 'repository')} could not be looked at`,
    },
  ];
  const forget: readonly KeepWatches[] =
    former.length === 0
      ? []
      : [{ do: 'keep-watches', watches: [], forget: former.map(({ repository }) => repository) }];
  const told = (verdict: string, actions: readonly Action[]): Decision => ({
    ...{ verdict, reasons, actions: [...actions, ...forget] },
  });
  // What stands as it was told is not told anew because another repository is well.
  if (dangers.some((watch) => these.includes(watch))) {
    const notice = endangeredNotice(facts, dangers, gaps, reasons);
    return told('danger', [{ do: 'notify', notice }]);
  }
  if (gaps.length > 0) {
    return told('unseen', [{ do: 'notify', notice: unseenNotice(facts, gaps, reasons) }]);
  }
  if (former.length === 0 || dangers.length > 0) return told('fine', []);
  return told('over', [{ do: 'notify', notice: overNotice(facts, reasons) }]);
}

/** What was seen of these, and that the others could not be. */
function kept(
  { run, now }: BeginFacts | ReadFacts,
  unseen: readonly Unseen[],
  watches: readonly Watch[],
): readonly KeepWatches[] {
  const blind = unseen.map(
    ({ name, why }): Watch => ({
      ...{ repository: name, run, at: now, gap: why },
      ...{ endangered: [], howMany: 0, findings: [], patch: null },
    }),
  );
  const all = [...watches, ...blind];
  return all.length === 0 ? [] : [{ do: 'keep-watches', watches: all, forget: [] }];
}

type ReadOn = Omit<Extract<GuardCall, { what: 'read' }>, 'what'> & {
  readonly repositories: readonly Previewed[];
};

function readLater(facts: BeginFacts | ReadFacts, about: ReadOn): CallLater {
  const { run, after, tries, repositories } = about;
  const id = `${run}/read/${after ?? 'last'}/${tries}/${repositories.length}`;
  const { only } = facts;
  const isWaiting = facts.about === 'begin' || facts.unreached.length === 0;
  return onQueue(
    facts,
    isWaiting ? (waitsMs[tries] ?? 0) : 0,
    { what: 'read', ...about, ...given({ only }) },
    id,
  );
}

/** The next repositories, or the report. */
function goOn(facts: (BeginFacts | ReadFacts | PutFacts) & { readonly after: string | null }) {
  const { run, after, only } = facts;
  const about = { run, ...given({ only }) };
  if (after === null) return onQueue(facts, 0, { what: 'report', ...about }, `${run}/report`);
  return onQueue(facts, 0, { what: 'begin', ...about, after }, `${run}/begin/${after}`);
}

const onQueue = ({ now }: GuardFacts, inMs: number, about: GuardCall, id: string): CallLater => ({
  do: 'call-later',
  at: new Date(Date.parse(now) + inMs).toISOString(),
  call: callOf(about, id),
  queue: 'cleanup',
});
