import type { Cause } from '../../shared/config/types.ts';
import type { Diagnosis } from '../../shared/core/diagnosis.ts';
import { diagnose } from '../../shared/restart/diagnose.ts';
import {
  evidenceOfRetirement,
  evidenceOfServiceTrouble,
  evidenceOfTask,
} from '../../shared/restart/evidence.ts';
import { readAnyEvent } from '../../shared/wire/signal-of.ts';
import { eventNamed } from './events.ts';

/** What Deckhand makes of a payload of `test/events/`, read and diagnosed. */
export function diagnosisOf(
  path: string,
  given: { essential?: readonly string[]; own?: readonly Cause[] } = {},
): Diagnosis {
  const signal = readAnyEvent(eventNamed(path));
  switch (signal.kind) {
    case 'task-stopped':
    case 'task-interrupted':
      return diagnose(evidenceOfTask(signal.task, given.essential), given.own);
    case 'service-trouble':
      return diagnose(evidenceOfServiceTrouble(signal), given.own);
    case 'retirement-planned':
      return diagnose(evidenceOfRetirement(signal), given.own);
    default:
      throw new Error(`${path} is ${signal.kind}, which has no diagnosis`);
  }
}
