import type { AlarmContributor } from '../core/alarm.ts';
import type { ContributorInAlarm } from '../core/alarms.ts';
import type { Sighting } from '../core/world.ts';
import type { Alarm } from './facts.ts';

/** The longest that a mute rule mutes is 15 days. Source: CloudWatch API, PutAlarmMuteRule. */
export const longestQuietMs = 15 * 24 * 3_600_000;

/** Under what the time series are kept that change within one mute window: one look tells of all of them. */
export const seriesKeyOf = ({ alarmArn, muteDetail }: Alarm): string =>
  `quiet#${alarmArn}#${muteDetail?.muteWindowEnd ?? 'open'}`;

/** A time series as the id of a sighting. */
export const idOfSeries = ({ id, attributes }: AlarmContributor): string =>
  JSON.stringify([id, attributes]);

export const seriesIn = (sightings: readonly Sighting[]): readonly AlarmContributor[] =>
  sightings.map(({ id: text }) => {
    const [id, attributes]: [string, AlarmContributor['attributes']] = JSON.parse(text);
    return { id, attributes };
  });

/** CloudWatch tells a hundred at most of those in ALARM: beyond that, nobody knows of the others. */
export const areAllTold = (inAlarm: readonly ContributorInAlarm[]): boolean => inAlarm.length < 100;

/** Why it is not known of a time series that CloudWatch does not tell. */
export const tooMany = 'more than CloudWatch tells are in ALARM';
