import { readTags } from '../config/tags.ts';
import type { Config } from '../config/types.ts';
import { familyAndRevision, nameOfArn, parseArn } from '../core/arn.ts';
import {
  imageUrl,
  logStreamUrl,
  repositoryArnOf,
  serviceUrl,
  taskDefinitionUrl,
  taskUrl,
} from '../core/console-links.ts';
import type { Reason } from '../core/decision.ts';
import type { TaskDefinition } from '../core/definition.ts';
import type { Diagnosis } from '../core/diagnosis.ts';
import type { Known } from '../core/known.ts';
import type { Field, Link, Notice, Severity } from '../core/notice.ts';
import { redact } from '../core/redact.ts';
import type { Task } from '../core/task.ts';
import { isSpotInterruption } from './adapt-launch.ts';
import type { Context } from './context.ts';
import { logStreamOf } from './log-stream.ts';
import type { Owner } from './owner.ts';
import { starterOf } from './owner-words.ts';

/** What a notice about a stopped task is made from. */
export type Stop = {
  readonly now: string;
  readonly task: Task;
  readonly owner: Owner;
  readonly diagnosis: Diagnosis;
  readonly definition?: Known<TaskDefinition | null>;
  readonly context?: Context;
  readonly serviceArn?: string;
  readonly tags: Readonly<Record<string, string>>;
};

/** What is said about it. */
export type Telling = {
  readonly phase: Notice['phase'];
  readonly severity: Severity;
  /** What it is about; the task's family and the cause of its end unless given. */
  readonly subject?: string;
  /** What comes of it, in a few words: "restarting, attempt 1 of 3". */
  readonly headline: string;
  readonly summary: string;
  readonly incident: string;
  readonly about: string;
  readonly counts: boolean;
  readonly fields?: readonly Field[];
  readonly reasons: readonly Reason[];
};

/** A notice about a stopped task: everything that a person woken by it wants to know, and nothing secret. */
export function noticeOfStop(stop: Stop, telling: Telling, config: Config): Notice {
  const { task, context } = stop;
  const { fields = [], headline, subject = subjectOf(stop), ...said } = telling;
  const changes = context?.changes;
  return {
    ...said,
    id: '',
    at: task.stoppedAt ?? stop.now,
    title: titled(subject, headline),
    labels: labelsOf(stop, telling.severity, config),
    fields: [...fieldsOf(stop), ...fields, ...tagProblems(stop, config)],
    ...(context?.log ? { log: context.log } : {}),
    changes:
      changes === undefined ? [] : changes.known ? changes.value : [`not known: ${changes.why}`],
    links: linksOf(stop),
    outcomes: [],
    summary: redact(said.summary),
  };
}

/** `report: out of memory — restarting, attempt 1 of 3`. */
export const titled = (subject: string, headline: string): string => `${subject} — ${headline}`;

export const subjectOf = ({ task, owner, diagnosis }: Stop): string =>
  `${owner.kind === 'service' && owner.name ? owner.name : familyAndRevision(task.taskDefinitionArn).family}: ${diagnosis.cause}`;

/** Which conversation a standalone task's failure belongs to: `prod/report#out-of-memory`. */
export function incidentOf({ task, diagnosis }: Pick<Stop, 'task' | 'diagnosis'>): string {
  // The warning and the stop that follows it come with different stop codes, and are one thing to people.
  const cause = isSpotInterruption(task) ? 'spot-interruption' : diagnosis.id;
  return `${nameOfArn(task.clusterArn)}/${familyAndRevision(task.taskDefinitionArn).family}#${cause}`;
}

/** The same notice with another ending. */
export function retold(
  notice: Notice,
  subject: string,
  said: Partial<Pick<Notice, 'phase' | 'severity' | 'summary' | 'at' | 'counts' | 'reasons'>> & {
    readonly headline: string;
  },
): Notice {
  const { headline, ...rest } = said;
  const severity = rest.severity ?? notice.severity;
  const labels = { ...notice.labels, severity };
  return { ...notice, ...rest, labels, title: titled(subject, headline) };
}

/** Routing labels; `receiver` comes from a resource's `deckhand:receiver` tag. */
function labelsOf(
  { task, owner, diagnosis, tags }: Stop,
  severity: Severity,
  config: Config,
): Notice['labels'] {
  const { receiver } = readTags(tags, config).overrides;
  const arn = parseArn(task.taskArn);
  return {
    kind: 'task',
    cluster: nameOfArn(task.clusterArn),
    family: familyAndRevision(task.taskDefinitionArn).family,
    cause: diagnosis.id,
    class: diagnosis.class,
    severity,
    ...(owner.kind === 'service' && owner.name ? { service: owner.name } : {}),
    ...(arn ? { account: arn.account, region: arn.region } : {}),
    ...(receiver ? { receiver } : {}),
  };
}

const tagProblems = ({ tags }: Stop, config: Config): readonly Field[] =>
  readTags(tags, config).problems.map(({ path, message }) => ({
    name: `Tag ${path} is ignored`,
    value: message,
  }));

function fieldsOf({ task, owner, diagnosis, tags }: Stop): readonly Field[] {
  const container = task.containers.find(({ name }) => name === diagnosis.container);
  const who = tags.owner ?? tags.Owner ?? tags.team ?? tags.Team;
  return [
    field('Cause', `${diagnosis.cause} (${diagnosis.class})`),
    field('Hint', diagnosis.hint),
    field('Exit code', diagnosis.exitText),
    field('Stopped because', task.stoppedReason && redact(task.stoppedReason)),
    field('Container', diagnosis.container),
    field('Its reason', container?.reason && redact(container.reason)),
    field('Cluster', nameOfArn(task.clusterArn)),
    field('Task', nameOfArn(task.taskArn)),
    field('Task definition', nameOfArn(task.taskDefinitionArn)),
    field('Started by', starterOf(owner)),
    field('Owner', who),
    field('Image', container?.image),
    field('Image digest', container?.imageDigest),
  ].flat();
}

const field = (name: string, value: string | undefined): readonly Field[] =>
  value ? [{ name, value }] : [];

function linksOf({ task, diagnosis, definition, serviceArn }: Stop): readonly Link[] {
  const { clusterArn, taskArn, taskDefinitionArn } = task;
  return [
    link('Task', taskUrl(clusterArn, taskArn)),
    link('Service', serviceArn ? serviceUrl(clusterArn, serviceArn) : null),
    link('Log', logUrl(task, diagnosis, definition)),
    link('Task definition', taskDefinitionUrl(taskDefinitionArn)),
    link('Image', urlOfImage(task, diagnosis)),
  ].flat();
}

const link = (text: string, url: string | null): readonly Link[] => (url ? [{ text, url }] : []);

function logUrl(
  task: Task,
  { container }: Diagnosis,
  definition: Known<TaskDefinition | null> | undefined,
): string | null {
  const arn = parseArn(task.taskArn);
  if (!arn || !definition || container === undefined) return null;
  const stream = logStreamOf(task, definition, container);
  if (!stream.known) return null;
  const { group, name, region } = stream.value;
  return logStreamUrl({ partition: arn.partition, region: region ?? arn.region }, group, name);
}

function urlOfImage(task: Task, { container }: Diagnosis): string | null {
  const { image, imageDigest } = task.containers.find(({ name }) => name === container) ?? {};
  const repository = image === undefined ? null : repositoryArnOf(image);
  return repository && imageDigest ? imageUrl(repository, imageDigest) : null;
}
