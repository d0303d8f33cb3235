import * as z from 'zod';
import { key, required } from './key.ts';
import { BatchPattern, ExitCodePattern } from './text.ts';

/** One of AWS Batch's retry conditions. */
export const EvaluateOnExit = z
  .strictObject({
    action: required(
      z.enum(['RETRY', 'EXIT', 'retry', 'exit']),
      'What to do when every pattern given matches: `RETRY` or `EXIT`.',
    ),
    onExitCode: key(ExitCodePattern, "A container's exit code.", { examples: ['137', '13*'] }),
    onReason: key(BatchPattern, "A container's reason.", {
      examples: ['CannotPullContainer*'],
    }),
    onStatusReason: key(BatchPattern, "The task's stoppedReason.", {
      examples: ['Timeout waiting for network interface*'],
    }),
    onStopCode: key(BatchPattern, "The task's stopCode; AWS Batch has no such condition.", {
      examples: ['TaskFailedToStart'],
    }),
  })
  .refine(({ action: _, ...patterns }) => Object.keys(patterns).length > 0, {
    error: 'needs at least one of onExitCode, onReason, onStatusReason, onStopCode',
  });
