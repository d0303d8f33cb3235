import type { CauseClass } from '../config/types.ts';

/** Why something stopped, and whether trying again makes sense: a row of the catalogue, and what made it match. */
export type Diagnosis = {
  /** The row's name: `out-of-memory`. Labels and incident keys use it. */
  readonly id: string;
  /** What happened, in words. */
  readonly cause: string;
  readonly class: CauseClass;
  /** True when `restarts` is not 0. */
  readonly restartHelps: boolean;
  /** How often trying again is worth it: `bounded` is as often as the rule's `attempts` allow. */
  readonly restarts: number | 'bounded';
  /** Least time to wait before trying again; 0 where any will do. */
  readonly minDelayMs: number;
  /** What a person can do about it. */
  readonly hint: string;
  /** What was looked at, one line each: `stopCode: EssentialContainerExited`. */
  readonly evidence: readonly string[];
  readonly source: string;
  /** The container that ended the task, the one whose log to read. */
  readonly container?: string;
  /** Its exit code, and what that number means. */
  readonly exitCode?: number;
  readonly exitText?: string;
};
