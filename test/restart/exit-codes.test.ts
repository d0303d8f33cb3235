import { expect, test } from '@jest/globals';
import { exitCodeText } from '../../shared/restart/exit-codes.ts';

test.each([
  [0, '0: finished without error'],
  [1, '1: the application reported an error'],
  [127, '127: the command was not found'],
  [
    137,
    '137 = 128 + 9, SIGKILL: killed, by the kernel out of memory or because it did not stop in time',
  ],
  [143, '143 = 128 + 15, SIGTERM: asked to stop'],
  [160, '160 = 128 + 32, signal 32'],
  [200, "200: the application's own code"],
  [255, '255: exit status -1 or out of range'],
  [-1073741819, "-1073741819: the application's own code"],
])('exit code %d reads "%s"', (exitCode, text) => {
  expect(exitCodeText(exitCode)).toBe(text);
});
