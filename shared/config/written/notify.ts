import * as z from 'zod';
import { key } from './key.ts';
import { problemsOfRoutes } from './problems-of-routes.ts';
import { Receiver } from './receivers.ts';
import { Route } from './route.ts';

/** The `notify` section as people write it. */
export const Notify = z
  .strictObject({
    route: key(Route, 'Which receiver gets what.'),
    receivers: key(z.array(Receiver).max(100), 'Where notices can go.'),
  })
  .superRefine((notify, context) => {
    const names = (notify.receivers ?? []).map(({ name }) => name);
    for (const [index, name] of names.entries()) {
      const first = names.indexOf(name);
      if (first === index) continue;
      const message = `\`${name}\` is taken by receivers[${first}]`;
      context.addIssue({ code: 'custom', path: ['receivers', index, 'name'], message });
    }
  })
  .superRefine((notify, context) => {
    const names = (notify.receivers ?? []).map(({ name }) => name);
    for (const { path, message } of problemsOfRoutes(notify.route, names)) {
      context.addIssue({ code: 'custom', path, message });
    }
  });

export type Notify = z.infer<typeof Notify>;
