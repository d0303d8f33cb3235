import type { EvaluateOnExit } from '../config/types.ts';
import type { Task } from '../core/task.ts';

/**
 * The first of Batch's `evaluateOnExit` conditions that the stopped task meets, or `null`. Every pattern that a
 * condition gives must match; `onReason` and `onExitCode` ask whether any container's do. A pattern is a whole text,
 * or its beginning when it ends in `*`; case does not matter, as in Batch.
 * Source: AWS Batch API reference, EvaluateOnExit.
 */
export function firstMet(conditions: readonly EvaluateOnExit[], task: Task): EvaluateOnExit | null {
  return conditions.find((condition) => isMet(condition, task)) ?? null;
}

function isMet(condition: EvaluateOnExit, task: Task): boolean {
  const { onExitCode, onReason, onStatusReason, onStopCode } = condition;
  const exitCodes = task.containers.flatMap(({ exitCode }) =>
    exitCode === undefined ? [] : [String(exitCode)],
  );
  const reasons = task.containers.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  return (
    anyMatches(onExitCode, exitCodes) &&
    anyMatches(onReason, reasons) &&
    anyMatches(onStatusReason, [task.stoppedReason ?? '']) &&
    anyMatches(onStopCode, [task.stopCode ?? ''])
  );
}

const anyMatches = (pattern: string | undefined, texts: readonly string[]): boolean =>
  pattern === undefined || texts.some((text) => matches(pattern.toLowerCase(), text.toLowerCase()));

const matches = (pattern: string, text: string): boolean =>
  pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;

/** The condition as people wrote it, for reasons: `onExitCode 137 -> RETRY`. */
export function describeCondition({ action, ...patterns }: EvaluateOnExit): string {
  const given = Object.entries(patterns).map(([name, pattern]) => `${name} "${pattern}"`);
  return `${given.join(' and ')} -> ${action}`;
}
