import * as z from 'zod';
import { InhibitRule } from './inhibit-rule.ts';
import { key } from './key.ts';
import { problemsOfRoutes } from './problems-of-routes.ts';
import { Receiver } from './receivers.ts';
import { Route } from './route.ts';
import { TimeInterval } from './time-intervals.ts';

/** The `notify` section as people write it. */
export const Notify = z
  .strictObject({
    route: key(Route, 'Which receiver gets what, how often, and when.'),
    receivers: key(z.array(Receiver).max(100), 'Where notices can go.'),
    fallback: key(
      z.string(),
      "The receiver that is told what another one could not be. Without it, the stack's own topic.",
      { examples: ['mail'] },
    ),
    timeIntervals: key(
      z.array(TimeInterval).max(100),
      'Names for times, which routes mute or are active in.',
    ),
    inhibitRules: key(z.array(InhibitRule).max(100), 'What keeps what quiet while it fires.'),
  })
  .superRefine(({ receivers = [], timeIntervals = [] }, context) => {
    for (const [list, named] of Object.entries({ receivers, timeIntervals })) {
      const names = named.map(({ name }) => name);
      for (const [index, name] of names.entries()) {
        const first = names.indexOf(name);
        if (first === index) continue;
        const message = `\`${name}\` is taken by ${list}[${first}]`;
        context.addIssue({ code: 'custom', path: [list, index, 'name'], message });
      }
    }
  })
  .superRefine((notify, context) => {
    for (const { path, message } of problemsOfRoutes(notify)) {
      context.addIssue({ code: 'custom', path, message });
    }
  });

export type Notify = z.infer<typeof Notify>;
