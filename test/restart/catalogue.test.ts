import { describe, expect, test } from '@jest/globals';
import type { Cause } from '../../shared/config/types.ts';
import { catalogue } from '../../shared/restart/catalogue.ts';
import { diagnose } from '../../shared/restart/diagnose.ts';
import { diagnosisOf } from '../support/diagnoses.ts';
import { eventsIn } from '../support/events.ts';
import { causesOfEvents } from './causes-of-events.ts';

describe('every event is explained by the row meant for it', () => {
  test.each(causesOfEvents)('%s is %s', (path, id, causeClass, restarts) => {
    const diagnosis = diagnosisOf(path);

    expect(diagnosis).toMatchObject({
      id,
      class: causeClass,
      restarts,
      restartHelps: restarts !== 0,
    });
  });
});

describe('the catalogue', () => {
  const ids = catalogue.map(({ id }) => id);

  test('has an event for every row, so that no row is hidden behind an earlier one', () => {
    const reached = new Set(causesOfEvents.map(([path]) => diagnosisOf(path).id));

    expect(ids.filter((id) => !reached.has(id))).toEqual([]);
  });

  test('has an expectation for every event kept for it', () => {
    const expected = causesOfEvents.map(([path]) => path);

    const kept = [...eventsIn('stops'), ...eventsIn('service')];

    expect(kept.filter((path) => !expected.includes(path))).toEqual([]);
  });

  test('uses an id once, in kebab-case', () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });

  test('ends with a row that matches everything, and has no other such row', () => {
    const open = catalogue.filter(({ when }) => Object.keys(when).length === 0);

    expect(open.map(({ id }) => id)).toEqual(['unclassified']);
    expect(ids.at(-1)).toBe('unclassified');
  });

  test('never restarts what is normal', () => {
    const normal = catalogue.filter((row) => row.class === 'normal');

    expect(normal.filter(({ restarts }) => restarts !== 0)).toEqual([]);
  });

  test('always restarts a stop for want of capacity, since that passes', () => {
    const isStop = ({ when }: Cause): boolean => when.eventName === undefined;
    const lacking = catalogue.filter((row) => row.class === 'capacity' && isStop(row));

    expect(lacking.filter(({ restarts }) => restarts !== 'bounded')).toEqual([]);
  });

  test('waits a quarter of an hour for a rate limit to pass', () => {
    expect(diagnosisOf('stops/image-rate-limited').minDelayMs).toBe(900_000);
  });

  test('names a source in every row, and says so where it only infers', () => {
    const sources = /docs|source|re:Post|retr(y|ies) it|roadmap|moby|text|knowledge|Inferred/;

    expect(catalogue.filter(({ source }) => !sources.test(source))).toEqual([]);
  });

  test('reads reasons in upper and lower case alike', () => {
    const reason =
      'CANNOTPULLCONTAINERERROR: TOOMANYREQUESTS: you HAVE reached your PULL rate LIMIT';

    const diagnosis = diagnose({
      stopCode: 'TASKFAILEDTOSTART',
      stoppedReason: reason,
      containers: [],
      owner: 'standalone',
    });

    expect(diagnosis.id).toBe('image-rate-limited');
  });
});
