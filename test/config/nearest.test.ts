import { expect, test } from '@jest/globals';
import { nearest } from '../../shared/config/nearest.ts';

test.each([
  ['atempts', 'attempts'],
  ['Attempts', 'attempts'],
  ['mod', 'mode'],
  ['maxdelay', 'maxDelay'],
  ['receiver', 'receivers'],
  ['frequency', null],
  ['x', null],
  ['', null],
])('%j was probably meant to be %j', (text, expected) => {
  const keys = ['attempts', 'mode', 'maxDelay', 'receivers'];

  expect(nearest(text, keys)).toBe(expected);
});

test('of several near ones, the nearest is meant', () => {
  expect(nearest('onReasons', ['onStatusReason', 'onReason', 'onExitCode'])).toBe('onReason');
});
