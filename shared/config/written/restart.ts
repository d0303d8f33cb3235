import * as z from 'zod';
import { defaults } from '../defaults.ts';
import { parseDurationMs } from '../duration.ts';
import { Causes } from './causes.ts';
import { key, required } from './key.ts';
import { Match } from './match.ts';
import { settings } from './settings.ts';
import { duration } from './text.ts';

const Rule = z.strictObject({
  match: required(Match, 'Which tasks: every glob given must match, `{}` is every task.', {
    examples: [{ cluster: 'prod-*', family: 'report-*' }],
  }),
  ...settings,
});

const Budget = z.strictObject({
  restarts: key(z.int().min(0).max(1000), 'How many restarts there may be within the window.', {
    default: defaults.budget.restarts,
  }),
  per: key(z.enum(['cluster', 'account']), 'What they are counted for.', {
    default: defaults.budget.per,
  }),
  window: key(duration('1m', '1d'), 'The span of time they are counted in.', {
    default: defaults.budget.window,
  }),
});

/** The `restart` section as people write it. */
export const Restart = z
  .strictObject({
    ...settings,
    rules: key(z.array(Rule).max(500), 'The first rule that matches a task holds for it.', {
      default: [],
    }),
    budget: key(Budget, 'How many restarts there may be at all, whatever the rules say.'),
    causes: key(Causes, 'Stop causes of your own, asked before the built-in ones.', {
      default: [],
    }),
  })
  .superRefine((restart, context) => {
    for (const { path, message } of [...unreachable(restart), ...delaysAtOdds(restart)]) {
      context.addIssue({ code: 'custom', path, message });
    }
  });

export type Restart = z.infer<typeof Restart>;
export type Rule = z.infer<typeof Rule>;

type Complaint = { readonly path: (string | number)[]; readonly message: string };

type Rules = readonly Rule[] | undefined;

/** Rules that stand below one for every task. */
function unreachable({ rules = [] }: { readonly rules?: Rules }): Complaint[] {
  const all = rules.findIndex(({ match }) => Object.keys(match).length === 0);
  if (all === -1) return [];
  const message = `is never reached: rules[${all}] matches every task`;
  return rules.slice(all + 1).map((_, below) => ({ path: ['rules', all + 1 + below], message }));
}

/** Backoffs that would have to wait longer than they may. */
function delaysAtOdds(restart: { readonly rules?: Rules; readonly backoff?: Rule['backoff'] }) {
  const rules = (restart.rules ?? []).map(({ backoff }, index) => ({
    path: ['rules', index, 'backoff'],
    backoff,
  }));
  return [{ path: ['backoff'], backoff: restart.backoff }, ...rules].flatMap(
    ({ path, backoff }): Complaint[] => {
      if (backoff === undefined) return [];
      const { initialDelay, maxDelay } = { ...defaults.backoff, ...restart.backoff, ...backoff };
      if ((parseDurationMs(initialDelay) ?? 0) <= (parseDurationMs(maxDelay) ?? 0)) return [];
      return [
        { path, message: `initialDelay ${initialDelay} is longer than maxDelay ${maxDelay}` },
      ];
    },
  );
}
