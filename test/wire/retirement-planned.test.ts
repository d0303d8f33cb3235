import { expect, test } from '@jest/globals';
import { BadInput, NotOurs } from '../../shared/core/errors.ts';
import { readRetirementPlanned } from '../../shared/wire/retirement-planned.ts';
import { eventNamed } from '../support/events.ts';

test('a planned retirement tells which tasks, and from when', () => {
  const signal = readRetirementPlanned(eventNamed('health-retirement'));

  expect(signal).toMatchObject({
    kind: 'retirement-planned',
    eventTypeCode: 'AWS_ECS_TASK_PATCHING_RETIREMENT',
    at: '2026-10-06T03:00:00Z',
    from: '2026-10-20T08:00:00.000Z',
  });
  expect(signal.taskArns).toHaveLength(2);
});

test('its id changes with the date and the page, so that neither is taken for a duplicate', () => {
  const { id } = readRetirementPlanned(eventNamed('health-retirement'));

  expect(id).toMatch(/^arn:aws:health:.*#2026-10-20T08:00:00\.000Z#1$/);
});

test.each(['health-other', 'health-closed', 'task-essential-exit'])('%s is not ours', (path) => {
  expect(() => readRetirementPlanned(eventNamed(path))).toThrow(NotOurs);
});

test('a start that is no time is malformed', () => {
  const reading = () => readRetirementPlanned(eventNamed('malformed/health-start-is-no-time'));

  expect(reading).toThrow(BadInput);
  expect(reading).toThrow('detail.startTime should be a time');
});
