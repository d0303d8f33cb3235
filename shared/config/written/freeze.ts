import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { parseFreeze } from '../freeze.ts';
import { key, required } from './key.ts';

/** A time in which no rollout begins. */
export const Freeze = z
  .strictObject({
    from: required(
      z.string(),
      'When it begins: a time of the week, or a date by the clocks of `timeZone` or with an offset.',
      { examples: ['Fri 16:00', '2026-12-24T18:00'] },
    ),
    to: required(z.string(), 'When it ends, written the same way.', {
      examples: ['Mon 08:00', '2027-01-02'],
    }),
    timeZone: key(z.string(), 'By the clocks of which time zone.', {
      default: defaults.timeZone,
      examples: ['Europe/Paris'],
    }),
  })
  .superRefine(({ from, to, timeZone = defaults.timeZone }, context) => {
    const read = parseFreeze(from, to, timeZone);
    if ('problem' in read) {
      context.addIssue({ code: 'custom', path: [read.key], message: read.problem });
    }
  });
