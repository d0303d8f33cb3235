import type { CauseWhen } from '../config/types.ts';
import { containersThatCount, endingContainer } from './ending-container.ts';
import type { EvidenceContainer, StopEvidence } from './evidence.ts';
import { textMatches } from './match-text.ts';

/** Evidence with what every row asks about worked out once. */
export type Asked = {
  readonly evidence: StopEvidence;
  readonly ender: EvidenceContainer | undefined;
  readonly neverStarted: boolean;
  readonly containerReasons: readonly string[];
  readonly reasons: readonly string[];
};

export function lookAt(evidence: StopEvidence): Asked {
  const counting = containersThatCount(evidence.containers);
  const neverStarted = counting.every(({ exitCode }) => exitCode === undefined);
  const speaking = neverStarted ? evidence.containers : counting;
  const containerReasons = speaking.flatMap(({ reason }) => reason ?? []);
  return {
    evidence,
    ender: endingContainer(evidence.containers),
    neverStarted,
    containerReasons,
    reasons: [evidence.stoppedReason ?? [], containerReasons].flat(),
  };
}

/** Whether every condition of a row holds. A row without conditions matches everything. */
export function causeMatches(when: CauseWhen, asked: Asked): boolean {
  const { evidence, ender, neverStarted, containerReasons, reasons } = asked;
  const stoppedReason = [evidence.stoppedReason ?? []].flat();
  return (
    isAmong(when.stopCode, evidence.stopCode) &&
    isAmong(when.launchType, evidence.launchType) &&
    isAmong(when.owner, evidence.owner) &&
    isSaid(when.eventName, [evidence.eventName ?? []].flat()) &&
    isSaid(when.stoppedReason, stoppedReason) &&
    isSaid(when.containerReason, containerReasons) &&
    isSaid(when.anyReason, reasons) &&
    (when.allOf ?? []).every((pattern) => isSaid([pattern], reasons)) &&
    (when.exitCode === undefined || when.exitCode.includes(ender?.exitCode ?? Number.NaN)) &&
    (when.neverStarted === undefined || when.neverStarted === neverStarted) &&
    (when.allExitedZero === undefined || when.allExitedZero === (ender?.exitCode === 0))
  );
}

const isAmong = (given: readonly string[] | undefined, value: string | undefined): boolean =>
  given === undefined ||
  given.some((one) => one.toLowerCase() === (value ?? '').trim().toLowerCase());

const isSaid = (patterns: readonly string[] | undefined, texts: readonly string[]): boolean =>
  patterns === undefined ||
  patterns.some((pattern) => texts.some((text) => textMatches(text, pattern)));
