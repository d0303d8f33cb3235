import { defaults } from '../defaults.ts';
import type { Budget, EvaluateOnExit, Mode, RestartConfig, RestartRule } from '../types.ts';
import type { Restart, Rule } from '../written/restart.ts';
import { normaliseCause } from './causes.ts';
import { milliseconds } from './milliseconds.ts';

/** Every rule made whole, and behind them the one for all other tasks. */
export function normaliseRestart(written: Restart, modeAbove: Mode): RestartConfig {
  const { rules = [], budget = {}, causes = [], ...settings } = written;
  const mode = settings.mode ?? modeAbove;
  const last = rules.at(-1);
  const hasDefault = last !== undefined && Object.keys(last.match).length === 0;
  const all = hasDefault ? rules : [...rules, { match: {} }];
  return {
    mode,
    rules: all.map((rule) => normaliseRule(rule, { ...settings, mode })),
    budget: normaliseBudget(budget),
    causes: causes.map(normaliseCause),
  };
}

type Settings = Omit<Rule, 'match'> & { readonly mode: Mode };

function normaliseRule(rule: Rule, above: Settings): RestartRule {
  const { match, ...settings } = { ...above, ...rule };
  const backoff = { ...defaults.backoff, ...above.backoff, ...rule.backoff };
  const crashLoop = { ...defaults.crashLoop, ...above.crashLoop, ...rule.crashLoop };
  const { outOfMemory } = settings;
  return {
    match,
    mode: settings.mode,
    attempts: settings.attempts ?? defaults.attempts,
    evaluateOnExit: (settings.evaluateOnExit ?? []).map(normaliseCondition),
    backoff: {
      initialDelayMs: milliseconds(backoff.initialDelay),
      rate: backoff.rate,
      maxDelayMs: milliseconds(backoff.maxDelay),
      jitter: backoff.jitter,
    },
    resetAfterMs: milliseconds(settings.resetAfter ?? defaults.resetAfter),
    spotFallback: settings.spotFallback || null,
    outOfMemory: outOfMemory
      ? {
          factor: outOfMemory.factor ?? defaults.outOfMemoryFactor,
          maxMemoryMiB: outOfMemory.maxMemory,
        }
      : null,
    launch: settings.launch ?? null,
    crashLoop: {
      stops: crashLoop.stops,
      withinMs: milliseconds(crashLoop.within),
      then: crashLoop.then,
    },
  };
}

function normaliseCondition(written: NonNullable<Rule['evaluateOnExit']>[number]): EvaluateOnExit {
  const { action, onExitCode, ...patterns } = written;
  return {
    action: action === 'RETRY' || action === 'retry' ? 'RETRY' : 'EXIT',
    ...(onExitCode !== undefined && { onExitCode: String(onExitCode) }),
    ...patterns,
  };
}

function normaliseBudget(written: NonNullable<Restart['budget']>): Budget {
  const { restarts, per, window } = { ...defaults.budget, ...written };
  return { restarts, per, windowMs: milliseconds(window) };
}
