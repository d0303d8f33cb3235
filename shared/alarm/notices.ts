import { formatDuration } from '../config/duration.ts';
import type { AlarmConfig } from '../config/types/alarm.ts';
import type { AlarmContributor } from '../core/alarm.ts';
import { parseArn } from '../core/arn.ts';
import { alarmUrl } from '../core/console-links.ts';
import type { Reason } from '../core/decision.ts';
import type { Field, Link, Notice } from '../core/notice.ts';
import { redact } from '../core/redact.ts';
import { childFields, childWithMetric } from './children.ts';
import {
  conditionInWords,
  conditionOf,
  figure,
  lastValueOf,
  nameOfMetric,
  spanInWords,
  watchedMetric,
} from './condition.ts';
import type { Alarm, Detail } from './facts.ts';
import { graphOf } from './graph.ts';
import { dimensionsOf, linksTo, resourcesOf } from './resources.ts';
import { severityOf } from './severity.ts';

/** What is said about an alarm. */
export type Telling = {
  readonly phase: Notice['phase'];
  /** What it is now, in a few words, after the alarm's name: "CPUUtilization 97.3 > 80". */
  readonly headline: string;
  readonly summary: string;
  readonly counts: boolean;
  readonly reasons: readonly Reason[];
  /** Of an alarm over many time series: all of them are over, but these. */
  readonly endsAllBut?: readonly string[];
};

/** A notice about an alarm: what crossed what, since when, of what, and where to go on. */
export function noticeOf(
  alarm: Alarm,
  detail: Detail | null,
  telling: Telling,
  config: AlarmConfig,
): Notice {
  const { alarmArn, alarmName, alarmContributor, at } = alarm;
  const { headline, ...said } = telling;
  const isBurning = said.phase === 'firing';
  const shown = childWithMetric(alarm, detail);
  const graph = isBurning && config.graph ? graphOf(alarm, shown) : null;
  return {
    ...said,
    id: '',
    incident: alarmArn,
    about: alarmContributor ? aboutOf(alarmArn, alarmContributor) : alarmArn,
    ...(alarmContributor ? { partOf: alarmArn } : {}),
    severity: severityOf(alarm, config),
    at,
    title: `${alarmName}: ${headline}`,
    summary: redact(said.summary),
    labels: labelsOf(alarm, shown, config),
    fields: isBurning ? fieldsOf(alarm, detail) : [],
    changes: [],
    links: isBurning ? linksOf(alarm, shown) : [],
    outcomes: [],
    ...(graph ? { graph } : {}),
  };
}

/** How a time series is called among the members of its alarm's incident. */
export const aboutOf = (alarmArn: string, { id }: Pick<AlarmContributor, 'id'>): string =>
  `${alarmArn}#${id}`;

/** `CPUUtilization 97.3 > 80`; what of it is known. */
export function crossingOf(alarm: Alarm, detail: Detail | null): string {
  const children = childFields(alarm, detail)[0]?.value;
  if (alarm.configuration.kind === 'composite') return children ? `ALARM, as ${children}` : 'ALARM';
  const metric = watchedMetric(alarm.configuration);
  const series = alarm.alarmContributor ? `${valuesOf(alarm.alarmContributor.attributes)} ` : '';
  const condition = conditionOf(alarm);
  if (!condition) return `${series}ALARM`;
  const last = lastValueOf(alarm.state);
  const words = [
    metric ? nameOfMetric(metric) : 'query result',
    last === undefined ? [] : figure(last),
    conditionInWords(condition),
  ];
  return `${series}${words.flat().join(' ')}`;
}

const valuesOf = (attributes: Readonly<Record<string, string>>): string =>
  Object.values(attributes).join(' / ');

/**
 * What notices are routed by. A tag is told as `tag_team`, and `severity` and `team` by those names, too: routing by the
 * tags of an alarm costs no call.
 */
function labelsOf(alarm: Alarm, shown: Alarm, config: AlarmConfig): Notice['labels'] {
  const { alarmName, alarmTags, alarmContributor } = alarm;
  const metric = watchedMetric(shown.configuration);
  const dimensions = dimensionsOf(shown.configuration, alarmContributor?.attributes);
  const { cluster, service } = resourcesOf(dimensions, alarm.alarmArn);
  const tags = Object.entries(alarmTags).map(([key, value]) => [`tag_${key}`, value]);
  const arn = parseArn(alarm.alarmArn);
  const all: Readonly<Record<string, string | undefined>> = {
    kind: 'alarm',
    alarm: alarmName,
    severity: severityOf(alarm, config),
    namespace: metric?.namespace,
    metric: metric?.name,
    cluster,
    service,
    team: alarmTags.team,
    account: arn?.account,
    region: arn?.region,
    ...Object.fromEntries(tags),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]): readonly [string, string][] =>
      value ? [[name, value]] : [],
    ),
  );
}

function fieldsOf(alarm: Alarm, detail: Detail | null): readonly Field[] {
  const { configuration, state, previousState, alarmContributor } = alarm;
  const condition = conditionOf(alarm);
  const period = watchedMetric(configuration)?.periodSeconds ?? state.reasonData?.periodSeconds;
  const span = spanInWords(alarm, period === undefined ? '' : formatDuration(period * 1_000));
  const points = state.reasonData?.datapoints.slice(-10).map(figure).join(', ');
  const dimensions = dimensionsOf(configuration, alarmContributor?.attributes);
  const since = previousState?.at ? ` since ${previousState.at}` : '';
  const fields: readonly (readonly [name: string, value: string | undefined | null])[] = [
    ['Threshold', condition && [conditionInWords(condition), span].filter(Boolean).join(', in ')],
    ['Last datapoints', points],
    ...Object.entries(dimensions),
    ['Alarm rule', configuration.alarmRule],
    ['Query', configuration.query],
    ['Log groups', configuration.logGroups?.join(', ')],
    ['In ALARM since', alarm.at],
    ['Before', previousState && `${previousState.value}${since}`],
    ['Evaluated', state.evaluationState],
    ['Description', configuration.description],
  ];
  return [
    ...childFields(alarm, detail),
    ...fields.flatMap(([name, value]) => (value ? [{ name, value: redact(value) }] : [])),
    ...targetFields(detail),
  ];
}

const targetFields = (detail: Detail | null): readonly Field[] =>
  (detail?.targets ?? []).map(({ targetGroupArn, health }) => {
    const name = `Targets of ${targetGroupArn.split('/')[1] ?? targetGroupArn}`;
    if (!health.known) return { name, value: `not known: ${health.why}` };
    if (health.value === null) return { name, value: 'the target group is gone' };
    const { healthy, unhealthy, other } = health.value;
    const rest = other > 0 ? `, ${other} neither` : '';
    return { name, value: `${healthy} healthy, ${unhealthy} unhealthy${rest}` };
  });

function linksOf(alarm: Alarm, shown: Alarm): readonly Link[] {
  const page = alarmUrl(alarm.alarmArn);
  const runbook = runbookIn(alarm.configuration.description ?? '');
  const dimensions = dimensionsOf(shown.configuration, alarm.alarmContributor?.attributes);
  return [
    ...(runbook ? [{ text: 'Runbook', url: runbook }] : []),
    ...(page ? [{ text: 'Alarm', url: page }] : []),
    ...linksTo(resourcesOf(dimensions, shown.alarmArn), shown.alarmArn),
  ];
}

/** What follows `runbook:`, or else the first address in the description. */
export function runbookIn(description: string): string | null {
  const address = /https?:\/\/[^\s<>"'`|]+/i;
  const [, marked = ''] = /runbook:\s*(\S+)/i.exec(description) ?? [];
  const found = address.exec(marked) ?? address.exec(description);
  return found ? found[0].replace(/[.,;:!?)\]}]+$/, '') : null;
}
