import type { Outcome } from '../../shared/core/decision.ts';
import type { Stage } from '../stage.ts';
import { decisionsIn, type Recorded } from './decisions.ts';

/** One line of the timeline: who, and what; `details` are printed below it. */
export type Line = {
  readonly at: number;
  readonly who: string;
  readonly what: string;
  readonly details: readonly string[];
};

/** What people need not see to follow the day. */
const noise: readonly RegExp[] = [
  /is running$/,
  /has reached a steady state/,
  /has started \d+ tasks/,
  /has stopped \d+ running tasks/,
  /deployment completed/,
  /was pushed$/,
];

/** Follows a stage: every call of `next` answers what has happened since the one before. */
export function follow(stage: Stage): { readonly next: () => Promise<readonly Line[]> } {
  let seen = 0;
  const told = new Set<string>();
  return {
    async next() {
      const entries = stage.cloud.timeline.slice(seen);
      seen = stage.cloud.timeline.length;
      const decisions = (await decisionsIn(stage)).filter(({ key }) => !told.has(key));
      for (const { key } of decisions) told.add(key);
      const happened = entries
        .filter(({ what }) => !noise.some((one) => one.test(what)))
        .filter(({ who, detail }) => who !== 'slack' || !detail.threadTs)
        .map(({ at, who, what }): Line => ({ at, who, what: oneLine(what), details: [] }));
      const lines = [...happened, ...decisions.flatMap(lineOf)];
      return withoutRepetition(lines.sort((one, other) => one.at - other.at));
    },
  };
}

/** So many lines that differ in figures alone are told; the rest of them is counted. */
const mostAlike = 3;

function withoutRepetition(lines: readonly Line[]): readonly Line[] {
  const runs: Line[][] = [];
  for (const line of lines) {
    const [first] = runs.at(-1) ?? [];
    if (first && shapeOf(first) === shapeOf(line)) runs.at(-1)?.push(line);
    else runs.push([line]);
  }
  return runs.flatMap((run) => {
    const [last] = run.slice(-1);
    const more = run.length - mostAlike;
    if (!last || more < 2) return run;
    const counted = { ...last, what: `… and ${more} more like these`, details: [] };
    return [...run.slice(0, mostAlike), counted];
  });
}

const shapeOf = ({ at, who, what, details }: Line): string =>
  [Math.floor(at / 60_000), who, what, ...details].join('\n').replaceAll(/\d+/g, '#');

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');

/** Actions whose outcome people see. */
const shown: readonly Outcome['did'][] = [
  'run-task',
  'update-service',
  'roll-out',
  'roll-back',
  'delete-images',
];

/** What was decided, why, and what came of it; one that neither tells nor waits is left out. */
function lineOf({ key, at, playbook, decision, outcomes }: Recorded): Line | [] {
  const { verdict, reasons, actions } = decision;
  const notice = actions.find((action) => action.do === 'notify')?.notice;
  const isCleanup = playbook === 'cleanup' && (verdict === 'delete' || verdict === 'hold');
  if (!notice && verdict !== 'wait' && !isCleanup) return [];
  const against = reasons.filter(({ holds }) => !holds);
  const why =
    against.length > 0
      ? against.map(({ rule, because }) => `not so: ${rule}: ${because}`)
      : wrapped(`because ${reasons.map(({ because }) => because).join(' · ')}`);
  const did = outcomes
    .filter(({ did: kind }) => shown.includes(kind))
    .map(({ status, what }) => (status === 'done' ? what : `${status}: ${what}`));
  return {
    at,
    who: 'deckhand',
    what: `${verdict} ${inShort(notice?.incident ?? signalOf(key))}`,
    details: [...why, ...did],
  };
}

/** What signals and calls of ours are named by, and nobody reads: kinds, times, all of an ARN but the resource. */
const unread: readonly RegExp[] = [
  /^(?:look|look-again|watch|cleanup)#/,
  /[#/]\d{4}-\d\d-\d\dT[\d:.]+Z/g,
  /^arn:[^:]+:ecs:[^:]+:\d+:(?:service|task)\//,
  /^cleanup\/push\//,
  /(?<=\/[0-9a-f]{8})[0-9a-f]{24}$/,
];

/** An alarm by its name, without the state and the time that its signal has; the rest by its resource. */
const inShort = (about: string): string =>
  /^arn:[^:]+:cloudwatch:.*?:alarm:([^#]+)/.exec(about)?.[1] ??
  unread.reduce((text, one) => text.replace(one, ''), about);

/** What a record is about: `record#<signal>/<playbook>`. */
const signalOf = (key: string): string => key.replace(/^record#/, '').replace(/\/[^/]*$/, '');

/** Breaks a text between words, at 110 columns. */
const wrapped = (text: string): readonly string[] => text.match(/.{1,110}(?:\s|$)/g) ?? [text];
