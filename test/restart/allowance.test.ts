import { describe, expect, test } from '@jest/globals';
import { ruleFor } from '../../shared/config/match.ts';
import type { RestartRule } from '../../shared/config/types.ts';
import { allowanceFor } from '../../shared/restart/allowance.ts';
import { yml } from '../support/config.ts';
import { aDiagnosis, aTask } from '../support/tasks.ts';

const ruleIn = (text: string): RestartRule =>
  ruleFor(yml(text), { cluster: 'prod', family: 'report' });

describe('how many restarts an end is worth', () => {
  test.each([
    ['bounded' as const, 3, 3],
    [0, 3, 0],
    [1, 3, 1],
    [2, 1, 1],
    [1, 0, 0],
  ])('a cause worth %s under attempts %i: %i', (restarts, attempts, expected) => {
    const rule = ruleIn(`restart: { attempts: ${attempts} }`);

    const allowance = allowanceFor(aTask(), rule, aDiagnosis({ restarts }));

    expect(allowance.attempts).toBe(expected);
    expect(allowance.reason.holds).toBe(expected > 0);
  });

  test('RETRY is worth all attempts, whatever the class says', () => {
    const rule = ruleIn(`
      restart:
        attempts: 5
        evaluateOnExit: [{ onExitCode: "1", action: RETRY }]
    `);

    const allowance = allowanceFor(aTask(), rule, aDiagnosis({ class: 'permanent', restarts: 0 }));

    expect(allowance.attempts).toBe(5);
    expect(allowance.reason.because).toBe('evaluateOnExit says onExitCode "1" -> RETRY');
  });

  test('EXIT is worth none, whatever the class says', () => {
    const rule = ruleIn('restart: { evaluateOnExit: [{ onExitCode: 1, action: EXIT }] }');

    const allowance = allowanceFor(aTask(), rule, aDiagnosis());

    expect(allowance.attempts).toBe(0);
    expect(allowance.reason.holds).toBe(false);
  });

  test('RETRY does not help where the rule allows no attempts', () => {
    const rule = ruleIn(
      'restart: { attempts: 0, evaluateOnExit: [{ onExitCode: 1, action: RETRY }] }',
    );

    expect(allowanceFor(aTask(), rule, aDiagnosis()).reason.holds).toBe(false);
  });

  test("where no condition is met the cause's class decides, and the reason says so", () => {
    const rule = ruleIn('restart: { evaluateOnExit: [{ onExitCode: 42, action: EXIT }] }');

    const { attempts, reason } = allowanceFor(aTask(), rule, aDiagnosis());

    expect(attempts).toBe(3);
    expect(reason.because).toBe(
      'no evaluateOnExit condition is met; the cause is application: trying again is worthwhile',
    );
  });

  test('where there is no condition nothing is said about conditions', () => {
    const { reason } = allowanceFor(aTask(), ruleIn(''), aDiagnosis());

    expect(reason.because).not.toContain('evaluateOnExit');
  });
});
