import { formatDuration } from '../shared/config/duration.ts';
import type { Backoff, Config, Match, Receiver, RestartRule } from '../shared/config/types.ts';

/** What a configuration comes to, as rows of a subject and what holds for it. */
export function summarise(config: Config): readonly (readonly [string, string])[] {
  const { restart, notify } = config;
  const { restarts, per, windowMs } = restart.budget;
  return [
    ...restart.rules.map((rule): [string, string] => [subjectOf(rule.match), ruleInWords(rule)]),
    ['budget', `${counted(restarts, 'restart')} per ${per} in ${formatDuration(windowMs)}`],
    ...(restart.causes.length > 0 ? [causesRow(restart.causes.length)] : []),
    ['notices', `to ${notify.route.receiver}`],
    ...notify.receivers.map((receiver): [string, string] => [receiver.name, placesOf(receiver)]),
  ];
}

const causesRow = (count: number): [string, string] => [
  'causes',
  `${count} of your own, before the built-in ones`,
];

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

function subjectOf(match: Match): string {
  const globs = Object.entries(match).map(([key, glob]) => `${key} ${glob}`);
  return globs.length > 0 ? globs.join(', ') : 'all other tasks';
}

function ruleInWords(rule: RestartRule): string {
  const { attempts, crashLoop, evaluateOnExit, mode, outOfMemory, spotFallback } = rule;
  const loop = `${crashLoop.stops} stops in ${formatDuration(crashLoop.withinMs)}`;
  return [
    `${mode}: ${attempts === 0 ? 'never restarted' : `${counted(attempts, 'attempt')}, ${delays(rule.backoff)}`}`,
    ...(evaluateOnExit.length > 0 ? [counted(evaluateOnExit.length, 'condition')] : []),
    ...(spotFallback ? [`after Spot on ${spotFallback}`] : []),
    ...(outOfMemory ? [`memory ×${outOfMemory.factor} up to ${outOfMemory.maxMemoryMiB} MiB`] : []),
    `crash loop at ${loop}: ${crashLoop.then}`,
  ].join('; ');
}

function delays({ initialDelayMs, maxDelayMs }: Backoff): string {
  return `${formatDuration(initialDelayMs)} to ${formatDuration(maxDelayMs)} apart`;
}

function placesOf({ slack, sns }: Receiver): string {
  return [
    ...(slack ? [`Slack ${slack.channel}`] : []),
    ...(sns ? [sns.topicArn ?? "the stack's own SNS topic"] : []),
  ].join(' and ');
}
