import type { Reason } from '../shared/core/decision.ts';
import { paint } from './output.ts';

/** A reason as a row of a table. */
export const reasonRow = ({ holds, rule, because }: Reason): readonly string[] => [
  holds ? `  ${paint.green('yes')}` : `  ${paint.yellow('no')}`,
  rule,
  because,
];
