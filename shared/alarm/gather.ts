import type { AlarmConfig } from '../config/types/alarm.ts';
import type { Config } from '../config/types.ts';
import type { AlarmDescription } from '../core/alarm.ts';
import { parseArn } from '../core/arn.ts';
import { known } from '../core/known.ts';
import type { AlarmChanged, CallDue } from '../core/signal.ts';
import type { World } from '../core/world.ts';
import { alarmOfEvent, alarmOfLook, namesOfChildren } from './alarm.ts';
import { type Look, type RollCall, readNote } from './calls.ts';
import { childWithMetric } from './children.ts';
import { conditionOf } from './condition.ts';
import type { Alarm, AlarmFacts, Detail, LookFacts, RollCallFacts } from './facts.ts';
import { isHeldBack, reasonsToTell } from './quiet.ts';
import { dimensionsOf, resourcesOf } from './resources.ts';
import { idOfSeries, longestQuietMs, seriesIn, seriesKeyOf } from './series.ts';

/** Most alarms say all that there is to say themselves; what they leave out is looked up where it is told, and only there. */
export async function gather(
  signal: AlarmChanged | CallDue,
  world: World,
  { alarm: config }: Config,
): Promise<AlarmFacts> {
  const seen = { of: 'alarm/1', now: world.clock.now().toISOString() } as const;
  if (signal.kind === 'call-due') {
    const note = readNote(signal.call);
    return note.what === 'look'
      ? gatherLook(note, seen, world, config)
      : gatherRollCall(note, seen, world);
  }
  const asTold = alarmOfEvent(signal);
  await rememberQuietSeries(asTold, world, config);
  const names = namesToLookUp(asTold);
  const detail = isTold(asTold, config) ? await gatherDetail(asTold, names, world) : null;
  return { ...seen, about: 'change', alarm: completed(asTold, detail), detail };
}

const isTold = (alarm: Alarm, config: AlarmConfig): boolean =>
  alarm.state.value === 'ALARM' &&
  !alarm.deleted &&
  reasonsToTell(alarm, config).every(({ holds }) => holds);

/** The look at the end of a mute window is one for all time series of the alarm, and has to find them. */
async function rememberQuietSeries(alarm: Alarm, world: World, config: AlarmConfig): Promise<void> {
  const { alarmContributor } = alarm;
  const reasons = reasonsToTell(alarm, config);
  if (!alarmContributor || reasons.every(({ holds }) => holds) || !isHeldBack(reasons)) return;
  const id = idOfSeries(alarmContributor);
  await world.memory.sight(seriesKeyOf(alarm), id, alarm.at, longestQuietMs);
}

async function gatherLook(
  look: Look,
  seen: Pick<LookFacts, 'of' | 'now'>,
  world: World,
  config: AlarmConfig,
): Promise<LookFacts> {
  const region = parseArn(look.alarmArn)?.region ?? '';
  const [described, series] = await Promise.all([
    world.alarms.describe([look.alarmName], region),
    gatherSeries(look, region, world),
  ]);
  const facts = { ...seen, about: 'look', look, series } as const;
  if (!described.known) return { ...facts, alarm: described, detail: null };
  const [found] = described.value;
  if (!found) return { ...facts, alarm: known(null), detail: null };
  const alarm = alarmOfLook(found, look, seen.now);
  const isWorth = !series && isTold(alarm, config);
  const detail = isWorth ? await gatherDetail(alarm, namesOfChildren(alarm), world) : null;
  return { ...facts, alarm: known(alarm), detail };
}

async function gatherRollCall(
  rollCall: RollCall,
  seen: Pick<RollCallFacts, 'of' | 'now'>,
  world: World,
): Promise<RollCallFacts> {
  const { alarmName, alarmArn } = rollCall;
  const region = parseArn(alarmArn)?.region ?? '';
  const [described, inAlarm] = await Promise.all([
    world.alarms.describe([alarmName], region),
    world.alarms.contributorsInAlarm(alarmName, region),
  ]);
  const facts = { ...seen, about: 'roll-call', rollCall, inAlarm } as const;
  if (!described.known) return { ...facts, alarm: described };
  const [found] = described.value;
  return { ...facts, alarm: known(found ? alarmOfLook(found, rollCall, seen.now) : null) };
}

async function gatherSeries(
  { alarmName, series, stateAt }: Look,
  region: string,
  world: World,
): Promise<LookFacts['series']> {
  if (series === undefined) return null;
  const since = new Date(Date.parse(stateAt) - longestQuietMs).toISOString();
  const [changed, inAlarm] = await Promise.all([
    world.memory.sightings(series, since),
    world.alarms.contributorsInAlarm(alarmName, region),
  ]);
  return { changed: seriesIn(changed), inAlarm };
}

/** One call for all children of a composite, or for what a metric alarm's event did not say; one for its target group. */
async function gatherDetail(alarm: Alarm, names: readonly string[], world: World): Promise<Detail> {
  const region = parseArn(alarm.alarmArn)?.region ?? '';
  const described = names.length > 0 ? await world.alarms.describe(names, region) : null;
  const shown = childWithMetric(alarm, { described, targets: [] });
  const dimensions = dimensionsOf(shown.configuration, alarm.alarmContributor?.attributes);
  const { targetGroupArn } = resourcesOf(dimensions, shown.alarmArn);
  if (!targetGroupArn) return { described, targets: [] };
  const health = await world.loadBalancers.targetHealth(targetGroupArn);
  return { described, targets: [{ targetGroupArn, health }] };
}

/** An event that does not tell what was crossed has the alarm looked up; PromQL has it in the query. */
function namesToLookUp(alarm: Alarm): readonly string[] {
  const { kind } = alarm.configuration;
  if (kind === 'composite') return namesOfChildren(alarm);
  return conditionOf(alarm) !== null || kind === 'promql' ? [] : [alarm.alarmName];
}

/** What the alarm's event left out, as it was found. */
function completed(alarm: Alarm, detail: Detail | null): Alarm {
  if (!detail?.described?.known) return alarm;
  const found = detail.described.value.find(({ alarmArn }) => alarmArn === alarm.alarmArn);
  return found ? { ...alarm, configuration: joined(alarm, found) } : alarm;
}

/** The event's own word counts: the alarm may have been changed since. */
const joined = ({ configuration }: Alarm, found: AlarmDescription): Alarm['configuration'] => ({
  ...found.configuration,
  ...configuration,
  metrics: configuration.metrics.length > 0 ? configuration.metrics : found.configuration.metrics,
});
