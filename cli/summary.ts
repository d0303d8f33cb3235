import { formatDuration } from '../shared/config/duration.ts';
import { policyText } from '../shared/config/policy.ts';
import type { DeployRule } from '../shared/config/types/deploy.ts';
import type { Backoff, Config, Match, Receiver, RestartRule } from '../shared/config/types.ts';
import { cleanupRows } from './summary-cleanup.ts';

/** What a configuration comes to, as rows of a subject and what holds for it. */
export function summarise(config: Config): readonly (readonly [string, string])[] {
  const { restart, notify } = config;
  const { restarts, per, windowMs } = restart.budget;
  return [
    ...restart.rules.map((rule): [string, string] => [subjectOf(rule.match), ruleInWords(rule)]),
    ['budget', `${counted(restarts, 'restart')} per ${per} in ${formatDuration(windowMs)}`],
    ...deployRows(config.deploy.rules),
    ...cleanupRows(config.cleanup.rules),
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

function subjectOf(match: Match, all = 'all other tasks'): string {
  const globs = Object.entries(match).map(([key, glob]) => `${key} ${glob}`);
  return globs.length > 0 ? globs.join(', ') : all;
}

/** Nothing where nothing is ever rolled out. */
function deployRows(rules: readonly DeployRule[]): readonly [string, string][] {
  if (rules.every(({ policy }) => policy.name === 'never')) return [];
  return rules.map((rule) => [subjectOf(rule.match, 'all other images'), deployInWords(rule)]);
}

function deployInWords(rule: DeployRule): string {
  if (rule.policy.name === 'never') return 'never rolled out';
  return [
    `${rule.mode}: rolled out by ${policyText(rule.policy)}`,
    ...(rule.cooldownMs > 0 ? [`${formatDuration(rule.cooldownMs)} after the push`] : []),
    ...(rule.scan ? [`scanned: no ${rule.scan.block.join(', ')}`] : []),
    ...(rule.freeze.length > 0 ? [counted(rule.freeze.length, 'freeze')] : []),
    ...(rule.schedules ? ['schedules, too'] : []),
  ].join('; ');
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

function placesOf({ slack, slackWebhook, sns, pagerduty, webhook }: Receiver): string {
  return [
    ...(slack ? [`Slack ${slack.channel}`] : []),
    ...(slackWebhook ? ['a Slack webhook'] : []),
    ...(sns ? [sns.topicArn ?? "the stack's own SNS topic"] : []),
    ...(pagerduty ? ['PagerDuty'] : []),
    ...(webhook ? [typeof webhook.url === 'string' ? webhook.url : 'a webhook'] : []),
  ].join(' and ');
}
