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
      return [...happened, ...decisions.flatMap(lineOf)].sort((one, other) => one.at - other.at);
    },
  };
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');

/** What was decided, why, and what came of it; one that neither tells nor waits is left out. */
function lineOf({ key, at, decision, outcomes }: Recorded): Line | [] {
  const { verdict, reasons, actions } = decision;
  const notice = actions.find((action) => action.do === 'notify')?.notice;
  if (!notice && verdict !== 'wait') return [];
  const against = reasons.filter(({ holds }) => !holds);
  const why =
    against.length > 0
      ? against.map(({ rule, because }) => `not so: ${rule}: ${because}`)
      : wrapped(`because ${reasons.map(({ because }) => because).join(' · ')}`);
  const did = outcomes
    .filter(({ did: kind }) => kind === 'run-task' || kind === 'update-service')
    .map(({ status, what }) => (status === 'done' ? what : `${status}: ${what}`));
  return {
    at,
    who: 'deckhand',
    what: `${verdict} ${notice?.incident ?? signalOf(key)}`,
    details: [...why, ...did],
  };
}

/** What a record is about: `record#<signal>/<playbook>`. */
const signalOf = (key: string): string => key.replace(/^record#/, '').replace(/\/[^/]*$/, '');

/** Breaks a text between words, at 110 columns. */
const wrapped = (text: string): readonly string[] => text.match(/.{1,110}(?:\s|$)/g) ?? [text];
