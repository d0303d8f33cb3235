/**
 * Once an image is out in a service, the schedules and rules that run the same family in its cluster are brought to the
 * same revision: those that would change in the images that were rolled out and in nothing else. The others are told.
 */
import { familyAndRevision, nameOfArn } from '../../core/arn.ts';
import type { Action, Decision, Reason } from '../../core/decision.ts';
import { differencesBetween } from '../../core/definition-differences.ts';
import type { Rollout } from '../../core/rollout.ts';
import type { Scheduled } from '../../core/scheduled.ts';
import { revised } from '../consider/revise.ts';
import { sentence } from '../look/words.ts';
import { noticeOf, tell, whatOf } from '../notices.ts';
import type { BringFacts } from './facts.ts';

export function decideBring(facts: BringFacts): Decision {
  const { rollouts, scheduled, killSwitch, call } = facts;
  const { newest } = rollouts;
  const no = (rule: string, because: string): Decision => ({
    verdict: 'ignore',
    reasons: [{ rule, holds: false, because }],
    actions: [],
  });
  if (newest?.id !== call.rollout || newest.ending !== 'completed' || scheduled === null) {
    return no('the rollout is out', `the rollout is ${newest?.ending ?? 'another one'} by now`);
  }
  if (killSwitch)
    return no('Deckhand may act', `Deckhand was stopped by ${killSwitch.by}: ${killSwitch.why}`);
  if (!scheduled.known) return told(facts, newest, [unseen(scheduled.why)], []);
  if (scheduled.value.length === 0)
    return no(
      'something else runs the family',
      'no schedule and no rule runs the family in this cluster',
    );
  const fates = scheduled.value.map((one) => fateOf(one, newest, facts));
  const reasons = fates.map(({ reason }) => reason);
  const moves = fates.flatMap(({ move }) => move ?? []);
  const isNews = moves.length > 0 || fates.some(({ isLeft }) => isLeft);
  return isNews
    ? told(facts, newest, reasons, moves)
    : { verdict: 'keep_as_is', reasons, actions: [] };
}

const unseen = (because: string): Reason => ({
  rule: 'its schedules are known',
  holds: false,
  because,
});

type Fate = {
  readonly reason: Reason;
  readonly move?: Action;
  /** True: it should run the new revision, and does not. */
  readonly isLeft?: boolean;
};

function fateOf(scheduled: Scheduled, rollout: Rollout, facts: BringFacts): Fate {
  const { taskDefinition } = rollout;
  const runs = scheduled.taskDefinition;
  const name = `${scheduled.by} ${scheduled.name}`;
  const rule = `${name} is brought to ${nameOfArn(taskDefinition)}`;
  const stays = (because: string): Fate => ({
    reason: { rule, holds: false, because: `${name} ${because}` },
  });
  const { revision } = familyAndRevision(runs);
  const { revision: newest = 0 } = familyAndRevision(taskDefinition);
  if (revision === undefined) return stays('names no revision: it runs the latest by itself');
  if (runs === taskDefinition) return stays(`runs ${nameOfArn(runs)} already`);
  if (revision > newest) return stays(`runs ${nameOfArn(runs)}, which is newer`);
  const other = otherChanges(runs, rollout, facts);
  if (other !== null) return { ...stays(`stays as it is: ${other}`), isLeft: true };
  const because = `${name} runs ${nameOfArn(runs)}, and only the image changes`;
  const move: Action = { do: 'move-schedule', scheduled, taskDefinition };
  return { reason: { rule, holds: true, because }, move };
}

/** What would change besides the images; `null` where nothing would. */
function otherChanges(
  runs: string,
  { taskDefinition, changes }: Rollout,
  { definitions }: BringFacts,
): string | null {
  const [from, to] = [definitions[runs], definitions[taskDefinition]];
  for (const one of [from, to]) {
    if (!one?.known) return `its task definition is not known: ${one?.why ?? 'not looked up'}`;
  }
  if (!from?.known || !from.value || !to?.known || !to.value) {
    return 'its task definition does not exist any more';
  }
  const differ = differencesBetween(
    revised(from.value, changes),
    to.value.definition,
    to.value.tags,
  );
  return differ.length === 0
    ? null
    : `more than the image would change: ${nameOfArn(runs)} has another ${differ.join(', ')}`;
}

function told(
  { call, now }: BringFacts,
  { changes, taskDefinition, receiver }: Rollout,
  reasons: readonly Reason[],
  moves: readonly Action[],
): Decision {
  const left = reasons.filter(({ holds }) => !holds).map(({ because }) => because);
  const revision = nameOfArn(taskDefinition);
  const telling = {
    ...{ clusterArn: call.clusterArn, serviceArn: call.serviceArn, at: now },
    ...({ changes, taskDefinition, receiver, reasons, phase: 'info' } as const),
  };
  const notice = noticeOf({
    ...telling,
    severity: moves.length === reasons.length ? 'info' : 'warning',
    headline: `${whatOf(changes)} is out, and ${inWords(moves.length)}`,
    summary: [
      ...(moves.length > 0 ? [`They start ${revision} the next time.`] : []),
      ...left.map((because) => `${sentence(because)}.`),
    ].join(' '),
  });
  const failed = noticeOf({
    ...telling,
    severity: 'error',
    headline: `${whatOf(changes)} is out, and a schedule could not be brought along`,
    summary: `Bring it to ${revision} by hand.`,
  });
  return { verdict: 'bring_along', reasons, actions: [...moves, tell(notice, failed)] };
}

function inWords(moved: number): string {
  if (moved === 0) return 'schedules of its family stay as they are';
  return moved === 1 ? '1 schedule runs it, too' : `${moved} schedules run it, too`;
}
