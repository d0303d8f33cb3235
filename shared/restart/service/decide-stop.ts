import { formatDuration } from '../../config/duration.ts';
import { readTags, ruleWithTags } from '../../config/tags.ts';
import type { Config } from '../../config/types.ts';
import { nameOfArn } from '../../core/arn.ts';
import type { Decision, Reason, UpdateService } from '../../core/decision.ts';
import type { Field, Notice, Severity } from '../../core/notice.ts';
import { noticeOfStop, retold, type Stop, subjectOf } from '../notices.ts';
import { tell } from '../steps.ts';
import type { Watch } from './calls.ts';
import {
  isCrashLooping,
  isUnhealthy,
  leave,
  mayRemedy,
  type Treatment,
  treat,
} from './crash-loop.ts';
import type { Counted, ServiceStopFacts } from './facts.ts';
import { comeBack } from './watching.ts';

/** What is said, and perhaps done, about a stopped task that ECS replaces by itself. */
export function decideStop(facts: ServiceStopFacts, config: Config): Decision {
  const { diagnosis, counted } = facts;
  const failed: Reason = {
    rule: 'the task failed',
    holds: diagnosis.class !== 'normal',
    because: diagnosis.cause,
  };
  if (!counted || !failed.holds) return { verdict: 'ignore', reasons: [failed], actions: [] };
  const stop = stopOf(facts, counted);
  const { overrides } = readTags(stop.tags, config);
  if (overrides.mode === 'off') {
    const because = 'it is tagged deckhand:mode = off';
    const reasons = [failed, { rule: 'Deckhand looks after it', holds: false, because }];
    return { verdict: 'ignore', reasons, actions: [] };
  }
  const rule = ruleWithTags(counted.rule, overrides, config);
  return decideFailed(facts, { ...counted, rule }, stop, failed, config);
}

function stopOf(
  { now, task, owner, diagnosis, serviceArn }: ServiceStopFacts,
  { detail, tags }: Counted,
): Stop {
  return {
    now,
    task,
    owner,
    diagnosis,
    serviceArn,
    tags,
    ...(detail ? { definition: detail.definition, context: detail.context } : {}),
  };
}

function decideFailed(
  facts: ServiceStopFacts,
  counted: Counted,
  stop: Stop,
  failed: Reason,
  config: Config,
): Decision {
  const replaced: Reason = {
    rule: 'somebody else restarts it',
    holds: true,
    because: `service ${facts.owner.name ?? ''} replaces it`,
  };
  const looping = isUnhealthy(facts.diagnosis) ? isCrashLooping(counted) : null;
  const treatment = looping?.holds ? treatmentOf(facts, counted) : null;
  const reasons = [failed, replaced, looping ?? [], treatment?.reasons ?? []].flat();
  const told = noticeOfStop(
    stop,
    {
      phase: 'firing',
      severity: severityOf(facts, looping),
      headline: headlineOf(counted, looping, treatment),
      summary: summaryOf(counted, looping, treatment),
      incident: counted.incident,
      about: counted.incident,
      counts: true,
      fields: fieldsOf(treatment?.action ?? null),
      reasons,
    },
    config,
  );
  const notice: Notice = counted.detail ? told : { ...told, brief: true };
  const watch: Watch = {
    what: 'watch',
    clusterArn: facts.task.clusterArn,
    serviceArn: facts.serviceArn,
    incident: counted.incident,
    since: facts.task.stoppedAt ?? facts.now,
    windowMs: counted.rule.crashLoop.withinMs,
    subject: subjectOf(stop),
    notice,
  };
  const isFirst = counted.sightings[0]?.id === facts.task.taskArn;
  return {
    verdict: treatment?.action ? counted.rule.crashLoop.then : 'report',
    reasons,
    actions: [
      treatment?.action ?? [],
      isFirst ? comeBack(watch, facts.now) : [],
      tell(notice, treatment?.action ? notDone(notice, watch, counted) : undefined),
    ].flat(),
  };
}

function treatmentOf(facts: ServiceStopFacts, counted: Counted): Treatment | null {
  const { rule, remedy } = counted;
  if (!mayRemedy(rule)) return null;
  if (rule.mode !== 'act') return leave(rule);
  return remedy && treat(facts, counted, remedy);
}

/** What is told when the remedy was decided and could not be done; the outcomes say why. */
const notDone = (notice: Notice, { subject }: Watch, { rule }: Counted): Notice =>
  retold(notice, subject, {
    headline: `crash loop, no ${rule.crashLoop.then}`,
    summary: `The ${rule.crashLoop.then} was decided and could not be done.`,
  });

function severityOf({ diagnosis }: ServiceStopFacts, looping: Reason | null): Severity {
  if (!looping) return 'info';
  return looping.holds || diagnosis.class === 'permanent' ? 'error' : 'warning';
}

function headlineOf(
  { rule }: Counted,
  looping: Reason | null,
  treatment: Treatment | null,
): string {
  if (!looping?.holds) return 'ECS replaces it';
  const action = treatment?.action;
  if (action?.taskDefinition) {
    return `crash loop, rolling back to ${nameOfArn(action.taskDefinition)}`;
  }
  if (action) return 'crash loop, paused';
  if (treatment?.seenTo) return 'crash loop, already seen to';
  return `crash loop, ${rule.crashLoop.stops} or more stops in ${formatDuration(rule.crashLoop.withinMs)}`;
}

function summaryOf(
  { sightings, rule }: Counted,
  looping: Reason | null,
  treatment: Treatment | null,
): string {
  if (!looping) return 'ECS replaces the task by itself.';
  if (!looping.holds) return `${capital(looping.because)}.`;
  const count = `${sightings.length} unhealthy stops within ${formatDuration(rule.crashLoop.withinMs)}.`;
  const against = treatment?.reasons.find(({ holds }) => !holds);
  const asked = rule.crashLoop.then;
  if (treatment?.seenTo) return `${count} The service has moved on: ${treatment.seenTo}.`;
  return against ? `${count} No ${asked}: ${against.because}.` : count;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a person needs to put things back. */
const fieldsOf = (action: UpdateService | null): readonly Field[] =>
  action
    ? [
        { name: 'Task definition before', value: nameOfArn(action.before.taskDefinition) },
        { name: 'Desired count before', value: String(action.before.desiredCount) },
      ]
    : [];
