import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BadInput, NotOurs } from '../../shared/core/errors.ts';
import { readNotice } from '../../shared/wire/notice.ts';
import { readAnyEvent } from '../../shared/wire/signal-of.ts';
import { eventNamed, eventsIn } from '../support/events.ts';

describe('any event', () => {
  test.each([
    ['task-essential-exit', 'task-stopped'],
    ['task-fargate-spot-warning', 'task-interrupted'],
    ['run-task', 'task-launched'],
    ['service/service-start-impaired', 'service-trouble'],
    ['deployment-failed', 'deployment-failed'],
    ['health-retirement', 'retirement-planned'],
    ['alarms/metric', 'alarm-changed'],
    ['alarms/contributor', 'alarm-changed'],
    ['alarms/sns-metric', 'alarm-changed'],
    ['alarms/lambda-action', 'alarm-changed'],
    ['images/push', 'image-pushed'],
    ['images/replication', 'image-pushed'],
    ['images/scan', 'image-scanned'],
    ['images/put-lifecycle-policy', 'lifecycle-policy-put'],
    ['call-due', 'call-due'],
  ])('%s is read as %s', (path, kind) => {
    expect(readAnyEvent(eventNamed(path)).kind).toBe(kind);
  });

  test.each(eventsIn('malformed'))('%s is malformed', (path) => {
    expect(() => readAnyEvent(eventNamed(path))).toThrow(BadInput);
  });

  test('that nobody reacts to is not ours', () => {
    const event = { source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification' };

    expect(() => readAnyEvent(event)).toThrow(NotOurs);
    expect(() => readAnyEvent({ source: 'a', 'detail-type': 'toString' })).toThrow(NotOurs);
  });

  test('that is a notice on its way to people is nothing to decide', () => {
    expect(() => readAnyEvent(eventNamed('notice-due'))).toThrow(NotOurs);
  });

  test.each([[null], ['text'], [7], [[]]])('%j is no event', (value) => {
    expect(() => readAnyEvent(value)).toThrow(BadInput);
  });

  test('nested without end is malformed, and does not exhaust the stack', () => {
    const nested = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
    const event = eventNamed('task-essential-exit');

    expect(() => readAnyEvent(Object.assign({}, event, { detail: nested }))).toThrow(BadInput);
  });
});

/** Runs it, and answers what it threw, if anything. */
function thrownBy(run: () => unknown): unknown {
  try {
    run();
    return null;
  } catch (thrown) {
    return thrown;
  }
}

const isRefusal = (thrown: unknown): boolean =>
  thrown === null || thrown instanceof NotOurs || thrown instanceof BadInput;

describe('whatever comes in, a reader answers with a signal, NotOurs or BadInput', () => {
  const sound = [
    ...eventsIn('.'),
    ...eventsIn('stops'),
    ...eventsIn('service'),
    ...eventsIn('alarms'),
    ...eventsIn('images'),
  ];

  test('when it is JSON of any shape', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(isRefusal(thrownBy(() => readAnyEvent(value)))).toBe(true);
        expect(isRefusal(thrownBy(() => readNotice(value)))).toBe(true);
      }),
    );
  });

  test('when it is a sound event with one member replaced', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sound), fc.nat(), fc.jsonValue(), (path, at, value) => {
        const event = eventNamed(path);
        const places = placesIn(event);
        const place = places[at % places.length];
        if (place) place.holder[place.key] = value;

        expect(isRefusal(thrownBy(() => readAnyEvent(event)))).toBe(true);
      }),
    );
  });
});

type Holder = { [key: string]: unknown };

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

/** Every member of every object and array within, by who holds it. */
function placesIn(value: unknown): { holder: Holder; key: string }[] {
  if (!isHolder(value)) return [];
  return Object.keys(value).flatMap((key) => [{ holder: value, key }, ...placesIn(value[key])]);
}
