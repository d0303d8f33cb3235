import type { Cause } from '../config/types.ts';
import type { Diagnosis } from '../core/diagnosis.ts';
import { unclassified } from './catalogue/last-resort.ts';
import { catalogue } from './catalogue.ts';
import type { EvidenceContainer, StopEvidence } from './evidence.ts';
import { exitCodeText } from './exit-codes.ts';
import { causeMatches, lookAt } from './match-cause.ts';

/**
 * Names why something stopped: the first row that matches, the owner's own rows before the catalogue's.
 * The catalogue's last row matches everything, so there is always an answer; never throws.
 * @example diagnose(evidenceOfTask(signal.task), config.restart.causes).class // 'application'
 */
export function diagnose(evidence: StopEvidence, ownCauses: readonly Cause[] = []): Diagnosis {
  const asked = lookAt(evidence);
  const holds = ({ when }: Cause): boolean => causeMatches(when, asked);
  const row = ownCauses.find(holds) ?? catalogue.find(holds) ?? unclassified;
  return {
    id: row.id,
    cause: row.cause,
    class: row.class,
    restartHelps: row.restarts !== 0,
    restarts: row.restarts,
    minDelayMs: row.minDelayMs ?? 0,
    hint: row.hint,
    evidence: evidenceLines(evidence),
    source: row.source,
    ...endingOf(asked.ender),
  };
}

function endingOf(
  ender: EvidenceContainer | undefined,
): Pick<Diagnosis, 'container' | 'exitCode' | 'exitText'> {
  if (ender === undefined) return {};
  const { name: container, exitCode } = ender;
  return exitCode === undefined
    ? { container }
    : { container, exitCode, exitText: exitCodeText(exitCode) };
}

function evidenceLines(evidence: StopEvidence): readonly string[] {
  return [
    ...line('event', evidence.eventName),
    ...line('stopCode', evidence.stopCode),
    ...line('stoppedReason', evidence.stoppedReason),
    ...evidence.containers.map(containerLine),
    ...line('launchType', evidence.launchType),
    `owner: ${evidence.owner}`,
  ];
}

const line = (name: string, value: string | undefined): readonly string[] =>
  value === undefined ? [] : [`${name}: ${value}`];

function containerLine({ name, exitCode, reason, mayEndTask }: EvidenceContainer): string {
  const code = exitCode === undefined ? 'no exit code' : `exit code ${exitCode}`;
  const why = reason === undefined ? '' : `, reason "${reason}"`;
  return `container ${name}: ${code}${why}${mayEndTask ? '' : ' (cannot end the task)'}`;
}
