import { formatDuration } from '../config/duration.ts';
import { readTags, ruleWithTags, type TaggedMode } from '../config/tags.ts';
import type { Config, RestartRule } from '../config/types.ts';
import { familyAndRevision } from '../core/arn.ts';
import { clockTime } from '../core/clock-time.ts';
import type { Decision, Lineage, Reason } from '../core/decision.ts';
import type { Notice } from '../core/notice.ts';
import type { Launch } from '../core/task.ts';
import { adaptLaunch, isSpotInterruption } from './adapt-launch.ts';
import { type Allowance, allowanceFor } from './allowance.ts';
import { delayMs } from './backoff.ts';
import { callAbout, type Plan } from './calls.ts';
import {
  actRule,
  attemptsAreLeft,
  budgetIsLeft,
  deckhandRuns,
  definitionIsKnown,
  launchIsKnown,
  launchRule,
  mayAct,
  nobodyElseRestarts,
} from './checks.ts';
import type { Looked, StoppedFacts } from './facts.ts';
import { launchToldBy } from './launch-of.ts';
import { type Prior, priorAttempts } from './lineage.ts';
import { incidentOf, noticeOfStop, type Stop, subjectOf, type Telling } from './notices.ts';
import { asRoot, budgetOf, ruleOf } from './rule.ts';
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
  const { lineage } = looked.memory;
  if (lineage && lineage.attempt > (facts.owner.attempt ?? 0)) return leaveToLater(failed, lineage);
  const rule = ruleWithTags(ruleOf(asRoot(facts.task, lineage), config), overrides, config);
  const actsByTag = overrides.mode === 'act' && rule.mode === 'act';
  return decideFailed({ facts, looked, stop, rule, actsByTag, config, failed });
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

/** An end that ECS tells a second time, as another version of the task, when its restart has been made. */
function leaveToLater(failed: Reason, { attempt }: Lineage): Decision {
  const because = `attempt ${attempt} has been made since`;
  const reasons = [failed, { rule: 'nothing was started in its place yet', holds: false, because }];
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
      subject: lineage.subject ?? familyAndRevision(task.taskDefinitionArn).family,
      headline: `restart ${lineage.attempt} ${how}`,
      summary: `${diagnosis.cause}.`,
      incident: lineage.incident,
      about: lineage.rootTaskArn,
      counts: false,
      reasons,
    },
    config,
  );
  // Whoever was told of the trouble is told of its end; what went wrong stays on the board, with nothing to add.
  const labels = { ...notice.labels, ...lineage.labels, severity: notice.severity };
  return { verdict: 'resolve', reasons, actions: [tell({ ...notice, labels, fields: [] })] };
}

type Failure = {
  readonly facts: StoppedFacts;
  readonly looked: Looked;
  readonly stop: Stop;
  readonly rule: RestartRule & TaggedMode;
  /** Its own tag lets Deckhand act, whatever the rule says. */
  readonly actsByTag: boolean;
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
    definitionIsKnown(looked),
    launchIsKnown(looked.launched),
    deckhandRuns(looked.memory),
    mayAct(rule),
    budgetIsLeft(budgetOf(facts.task, config), looked.memory, facts.now),
  ];
  const judged = { ...failure, prior, allowance, reasons };
  const against = reasons.filter(({ holds }) => !holds);
  const { launched } = looked;
  if (against.length === 0 && launched.known) return restart(judged, launched.launch);
  const isLaunchAlone = against.every(
    ({ rule: asked }) => asked === launchRule || asked === actRule,
  );
  const waits = !launched.known && launched.notYet && isLaunchAlone;
  return waits ? lookAgain(judged) : report(judged, against);
}

/** What a restart would be like, and when. */
function planned(judged: Judged, known: Launch) {
  const { facts, looked, rule, prior, allowance } = judged;
  const { task, diagnosis, now } = facts;
  const adapted = adaptLaunch(known, task, diagnosis, rule, looked.definition, prior.gaveMemory);
  const attempt = prior.attempt + 1;
  const isAtOnce = isSpotInterruption(task) && attempt === 1;
  const delay = isAtOnce ? 0 : delayMs(rule.backoff, attempt, diagnosis, facts.dice);
  const at = new Date(Date.parse(now) + delay).toISOString();
  const nth = `attempt ${attempt} of ${allowance.attempts}`;
  const when = isAtOnce ? 'at once' : `at ${clockTime(at)} (in ${formatDuration(delay)})`;
  return { ...adapted, attempt, isAtOnce, at, nth, how: [...adapted.how, when].join(' '), when };
}

function restart(judged: Judged, known: Launch): Decision {
  const { facts, rule, prior, allowance, reasons } = judged;
  const { task, now } = facts;
  const { launch, gaveMemory, attempt, isAtOnce, at, nth, how, when } = planned(judged, known);
  const notice = noticed(judged, {
    severity: 'warning',
    headline: `restarting, ${nth}`,
    summary: `${isAtOnce ? 'Restarted' : 'Will be restarted'} ${how}: ${nth}.`,
    fields: [{ name: 'Attempt', value: `${attempt} of ${allowance.attempts}, ${when}` }],
  });
  const { incident } = notice;
  const subject = subjectOf(judged.stop);
  const plan: Plan = {
    lineage: { ...prior, attempt, launch, gaveMemory, incident, subject, labels: notice.labels },
    budget: budgetOf(task, judged.config),
    failedTaskArn: task.taskArn,
    actsByTag: judged.actsByTag,
    attempts: allowance.attempts,
    backoff: rule.backoff,
    resetAfterMs: rule.resetAfterMs,
    subject,
    notice,
  };
  const actions = isAtOnce ? restartNow(plan, notice, now) : restartLater(plan, at);
  return { verdict: 'restart', reasons, actions };
}

/** Only how it was launched is not known, and CloudTrail may still tell: look again when it should have. */
function lookAgain(judged: Judged): Decision {
  const { task, region, now } = judged.facts;
  const at = launchToldBy(task, now);
  const willBe = judged.rule.mode === 'act' ? 'will be' : 'would be';
  const notice = noticed(judged, {
    severity: 'warning',
    headline: 'waiting to learn how it was launched',
    summary: `It ${willBe} restarted if CloudTrail has told by ${clockTime(at)} how it was launched.`,
    // The last look counts it.
    counts: false,
  });
  const call = callAbout({ what: 'look-again', task, region }, `${task.taskArn}#${at}`);
  const comeBack = { do: 'call-later', at, call } as const;
  const actions = judged.facts.again ? [comeBack] : [comeBack, tell(notice)];
  return { verdict: 'wait', reasons: judged.reasons, actions };
}

function report(judged: Judged, against: readonly Reason[]): Decision {
  const { facts, looked, prior, allowance, reasons } = judged;
  const { launched } = looked;
  const gaveUp = prior.attempt > 0 && prior.attempt >= allowance.attempts;
  const onlyObserves = against.every(({ rule }) => rule === actRule);
  const headline = gaveUp
    ? `gave up after ${prior.attempt} ${prior.attempt === 1 ? 'restart' : 'restarts'}`
    : onlyObserves
      ? 'would be restarted'
      : 'not restarted';
  const isBroken = ['permanent', 'application'].includes(facts.diagnosis.class);
  const because = against[0]?.because ?? '';
  const wouldBe = onlyObserves && launched.known ? planned(judged, launched.launch) : null;
  const notice = noticed(judged, {
    severity: gaveUp || isBroken ? 'error' : 'warning',
    headline,
    summary: wouldBe
      ? `Would be restarted ${wouldBe.how}, ${wouldBe.nth}; ${because}.`
      : `${headline.charAt(0).toUpperCase()}${headline.slice(1)}: ${because}.`,
  });
  return { verdict: 'report', reasons, actions: [tell(notice)] };
}

/** A lineage stays in the incident that its first failure opened. */
function noticed(
  { stop, prior, reasons, config }: Judged,
  said: Pick<Telling, 'severity' | 'headline' | 'summary' | 'fields'> & Partial<Telling>,
): Notice {
  return noticeOfStop(
    stop,
    {
      phase: 'firing',
      incident: prior.incident ?? incidentOf(stop),
      about: prior.rootTaskArn,
      counts: true,
      reasons,
      ...said,
    },
    config,
  );
}
