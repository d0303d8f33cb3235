import { formatDuration } from '../config/duration.ts';
import { readTags, ruleWithTags } from '../config/tags.ts';
import type { Config, RestartRule } from '../config/types.ts';
import { familyAndRevision } from '../core/arn.ts';
import { clockTime } from '../core/clock-time.ts';
import type { Decision, Lineage, Reason } from '../core/decision.ts';
import type { Notice } from '../core/notice.ts';
import { adaptLaunch, isSpotInterruption } from './adapt-launch.ts';
import { type Allowance, allowanceFor } from './allowance.ts';
import { delayMs } from './backoff.ts';
import { callAbout, type Plan } from './calls.ts';
import {
  attemptsAreLeft,
  budgetIsLeft,
  deckhandRuns,
  launchIsKnown,
  mayAct,
  nobodyElseRestarts,
} from './checks.ts';
import type { Looked, StoppedFacts } from './facts.ts';
import { launchToldBy } from './launch-of.ts';
import { type Prior, priorAttempts } from './lineage.ts';
import { incidentOf, noticeOfStop, type Stop, subjectOf, type Telling } from './notices.ts';
import { budgetOf, ruleOf } from './rule.ts';
import { restartLater, restartNow, tell } from './steps.ts';

/** What becomes of a task that no service replaces and that has stopped. */
export function decideStopped(facts: StoppedFacts, config: Config): Decision {
  const { looked, diagnosis } = facts;
  const failed: Reason = {
    rule: 'the task failed',
    holds: diagnosis.class !== 'normal',
    because: diagnosis.cause,
  };
  if (facts.ended) return decideEnded(facts, facts.ended, failed, config);
  if (!looked || !failed.holds) return { verdict: 'ignore', reasons: [failed], actions: [] };
  const stop = stopOf(facts, looked);
  const { overrides } = readTags(stop.tags, config);
  if (overrides.mode === 'off') return leaveAlone(failed);
  const rule = ruleWithTags(ruleOf(facts.task, config), overrides);
  return decideFailed({ facts, looked, stop, rule, config, failed });
}

const stopOf = (facts: StoppedFacts, { definition, context }: Looked): Stop => ({
  now: facts.now,
  task: facts.task,
  owner: facts.owner,
  diagnosis: facts.diagnosis,
  definition,
  context,
  tags: definition.known ? (definition.value?.tags ?? {}) : {},
});

function leaveAlone(failed: Reason): Decision {
  const because = 'its task definition is tagged deckhand:mode = off';
  const reasons = [failed, { rule: 'Deckhand looks after it', holds: false, because }];
  return { verdict: 'ignore', reasons, actions: [] };
}

/** One of our restarts ended as it should, or as somebody wanted: its incident is over. */
function decideEnded(
  { now, task, owner, diagnosis }: StoppedFacts,
  lineage: Lineage,
  failed: Reason,
  config: Config,
): Decision {
  const because = `attempt ${lineage.attempt} of ours has ended: ${diagnosis.cause}`;
  const reasons = [failed, { rule: 'an incident is open for it', holds: true, because }];
  const how = task.stopCode === 'UserInitiated' ? 'was stopped by a person' : 'ended well';
  const notice = noticeOfStop(
    { now, task, owner, diagnosis, tags: {} },
    {
      phase: 'resolved',
      severity: 'info',
      subject: familyAndRevision(task.taskDefinitionArn).family,
      headline: `restart ${lineage.attempt} ${how}`,
      summary: `${diagnosis.cause}.`,
      incident: lineage.incident,
      about: lineage.rootTaskArn,
      counts: false,
      reasons,
    },
    config,
  );
  // What went wrong stays on the board: the end has nothing to add to it.
  return { verdict: 'resolve', reasons, actions: [tell({ ...notice, fields: [] })] };
}

type Failure = {
  readonly facts: StoppedFacts;
  readonly looked: Looked;
  readonly stop: Stop;
  readonly rule: RestartRule;
  readonly config: Config;
  readonly failed: Reason;
};

/** A failure, what was made of it so far, and every question a restart has to pass. */
type Judged = Failure & {
  readonly prior: Prior;
  readonly allowance: Allowance;
  readonly reasons: readonly Reason[];
};

function decideFailed(failure: Failure): Decision {
  const { facts, looked, rule, config, failed } = failure;
  const prior = priorAttempts(facts, looked.memory, rule.resetAfterMs);
  const allowance = allowanceFor(facts.task, rule, facts.diagnosis);
  const reasons = [
    failed,
    nobodyElseRestarts(facts.owner),
    allowance.reason,
    attemptsAreLeft(prior.attempt + 1, allowance.attempts),
    launchIsKnown(looked.launched),
    deckhandRuns(looked.memory),
    mayAct(rule.mode),
    budgetIsLeft(budgetOf(facts.task, config), looked.memory, facts.now),
  ];
  const judged = { ...failure, prior, allowance, reasons };
  const against = reasons.filter(({ holds }) => !holds);
  const { launched } = looked;
  if (against.length === 0 && launched.known) return restart(judged, launched.launch);
  const waits = !launched.known && launched.notYet && against.length === 1;
  return waits ? lookAgain(judged) : report(judged, against);
}

function restart(judged: Judged, known: Plan['lineage']['launch']): Decision {
  const { facts, looked, rule, prior, allowance, reasons } = judged;
  const { task, diagnosis, now } = facts;
  const adapted = adaptLaunch(known, task, diagnosis, rule, looked.definition, prior.gaveMemory);
  const attempt = prior.attempt + 1;
  const isAtOnce = isSpotInterruption(task) && attempt === 1;
  const delay = isAtOnce ? 0 : delayMs(rule.backoff, attempt, diagnosis, facts.dice);
  const at = new Date(Date.parse(now) + delay).toISOString();
  const nth = `attempt ${attempt} of ${allowance.attempts}`;
  const when = isAtOnce ? 'at once' : `at ${clockTime(at)} (in ${formatDuration(delay)})`;
  const how = [isAtOnce ? 'Restarted' : 'Will be restarted', ...adapted.how, when].join(' ');
  const notice = noticed(judged, {
    severity: 'warning',
    headline: `restarting, ${nth}`,
    summary: `${how}: ${nth}.`,
    fields: [{ name: 'Attempt', value: `${attempt} of ${allowance.attempts}, ${when}` }],
  });
  const { incident } = notice;
  const { launch, gaveMemory } = adapted;
  const plan: Plan = {
    lineage: { ...prior, attempt, launch, gaveMemory, incident },
    budget: budgetOf(task, judged.config),
    failedTaskArn: task.taskArn,
    attempts: allowance.attempts,
    backoff: rule.backoff,
    resetAfterMs: rule.resetAfterMs,
    subject: subjectOf(judged.stop),
    notice,
  };
  const actions = isAtOnce ? restartNow(plan, notice, now) : restartLater(plan, at);
  return { verdict: 'restart', reasons, actions };
}

/** Only how it was launched is not known, and CloudTrail may still tell: look again when it should have. */
function lookAgain(judged: Judged): Decision {
  const { task, region, now } = judged.facts;
  const at = launchToldBy(task, now);
  const notice = noticed(judged, {
    severity: 'warning',
    headline: 'waiting to learn how it was launched',
    summary: `It will be restarted if CloudTrail has told by ${clockTime(at)} how it was launched.`,
  });
  const call = callAbout({ what: 'look-again', task, region }, task.taskArn);
  const actions = [{ do: 'call-later', at, call } as const, tell(notice)];
  return { verdict: 'wait', reasons: judged.reasons, actions };
}

function report(judged: Judged, against: readonly Reason[]): Decision {
  const { facts, prior, allowance, reasons } = judged;
  const gaveUp = prior.attempt > 0 && prior.attempt >= allowance.attempts;
  const onlyObserves = against.every(({ rule }) => rule === 'Deckhand may act');
  const headline = gaveUp
    ? `gave up after ${prior.attempt} ${prior.attempt === 1 ? 'restart' : 'restarts'}`
    : onlyObserves
      ? 'would be restarted'
      : 'not restarted';
  const isBroken = ['permanent', 'application'].includes(facts.diagnosis.class);
  const notice = noticed(judged, {
    severity: gaveUp || isBroken ? 'error' : 'warning',
    headline,
    summary: `${headline.charAt(0).toUpperCase()}${headline.slice(1)}: ${against[0]?.because ?? ''}.`,
  });
  return { verdict: 'report', reasons, actions: [tell(notice)] };
}

/** A lineage stays in the incident that its first failure opened. */
function noticed(
  { stop, prior, reasons, config }: Judged,
  said: Pick<Telling, 'severity' | 'headline' | 'summary' | 'fields'>,
): Notice {
  return noticeOfStop(
    stop,
    {
      ...said,
      phase: 'firing',
      incident: prior.incident ?? incidentOf(stop),
      about: prior.rootTaskArn,
      counts: true,
      reasons,
    },
    config,
  );
}
