import { describe, expect, test } from '@jest/globals';
import { decide } from '../../shared/alarm/decide.ts';
import type { AlarmFacts } from '../../shared/alarm/facts.ts';
import { known } from '../../shared/core/known.ts';
import { yml } from '../support/config.ts';

const alarmArn = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:any-memory';
const named = { alarmArn, alarmName: 'any-memory', alarmTags: {} };
const now = '2026-10-06T02:30:00.000Z';

const series = (...ids: readonly string[]) => ids.map((id) => ({ id, attributes: { task: id } }));
const others = (count: number) =>
  series(...Array.from({ length: count }, (_, nth) => `other-${nth}`));

/** What is told when a mute window ends in which `changed` changed, and `inAlarm` are told to burn. */
function decided(changed: ReturnType<typeof series>, inAlarm: ReturnType<typeof series>) {
  const facts: AlarmFacts = {
    ...{ of: 'alarm/1', now, about: 'look', detail: null },
    look: {
      ...{ what: 'look', ...named, because: 'the mute rule nightly mutes it', since: now },
      ...{ stateAt: now, counts: true, series: 'quiet' },
    },
    alarm: known({
      ...{ ...named, at: now, state: { value: 'ALARM' } },
      configuration: { kind: 'metric', metrics: [] },
    }),
    series: { changed, inAlarm: known(inAlarm) },
  };
  const { verdict, actions } = decide(facts, yml());
  const notices = actions.flatMap((action) => (action.do === 'notify' ? [action.notice] : []));
  const told = notices.map(({ about, phase }) => `${about.slice(alarmArn.length)} ${phase}`);
  return { verdict, told, looksAgain: actions.some((action) => action.do === 'call-later') };
}

describe('the time series that changed in a mute window', () => {
  test('are told each as it is now', () => {
    expect(decided(series('a', 'b'), series('a'))).toEqual({
      verdict: 'tell',
      told: ['#a firing', '#b resolved'],
      looksAgain: true,
    });
  });

  test('are not over for not being among the hundred that CloudWatch tells', () => {
    const hundred = [...series('a'), ...others(99)];

    expect(decided(series('a', 'b'), hundred)).toEqual({
      verdict: 'tell',
      told: ['#a firing', ' info'],
      looksAgain: true,
    });
  });
});
