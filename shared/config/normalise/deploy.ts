import { defaults } from '../defaults.ts';
import { parseFreeze } from '../freeze.ts';
import { parsePolicy, parseTagPattern } from '../policy.ts';
import type { DeployConfig, DeployRule, FreezeWindow, ScanGate } from '../types/deploy.ts';
import type { Mode } from '../types.ts';
import type { Deploy, Rule } from '../written/deploy.ts';
import { milliseconds } from './milliseconds.ts';

/** Every rule made whole, and behind them the one for all other containers. */
export function normaliseDeploy(written: Deploy, modeAbove: Mode): DeployConfig {
  const { rules = [], sweep = defaults.sweep, ...settings } = written;
  const mode = settings.mode ?? modeAbove;
  const last = rules.at(-1);
  const hasDefault = last !== undefined && Object.keys(last.match).length === 0;
  const all = hasDefault ? rules : [...rules, { match: {} }];
  return { mode, sweep, rules: all.map((rule) => normaliseRule(rule, { ...settings, mode })) };
}

type Settings = Omit<Rule, 'match'> & { readonly mode: Mode };

function normaliseRule(rule: Rule, above: Settings): DeployRule {
  const { match, ...settings } = { ...above, ...rule };
  return {
    match,
    mode: settings.mode,
    policy: read(parsePolicy(settings.policy ?? defaults.policy)),
    matchTag: settings.matchTag ?? defaults.matchTag,
    matchPreRelease: settings.matchPreRelease ?? defaults.matchPreRelease,
    extract: settings.extract ?? null,
    allowTags: read(parseTagPattern(settings.allowTags ?? defaults.allowTags)),
    ignoreTags: settings.ignoreTags ?? [],
    pin: settings.pin ?? defaults.pin,
    baseRevision: settings.baseRevision ?? defaults.baseRevision,
    cooldownMs: milliseconds(settings.cooldown ?? defaults.cooldown),
    scan: normaliseScan(above.scan, rule.scan),
    platform: settings.platform ?? defaults.platform,
    onUnknown: { ...defaults.onUnknown, ...above.onUnknown, ...rule.onUnknown },
    freeze: (settings.freeze ?? []).map(normaliseFreeze),
    schedules: settings.schedules ?? defaults.schedules,
    rollback: settings.rollback ?? defaults.rollback,
  };
}

/** Key by key, like backoff; `false` in the rule undoes what stands above it. */
function normaliseScan(above: Rule['scan'], own: Rule['scan']): ScanGate | null {
  if (own === false || (!own && !above)) return null;
  const { wait, block, newOnly, onMissing } = { ...defaults.scan, ...(above || {}), ...own };
  return { waitMs: milliseconds(wait), block, newOnly, onMissing };
}

const normaliseFreeze = (written: NonNullable<Rule['freeze']>[number]): FreezeWindow =>
  read(parseFreeze(written.from, written.to, written.timeZone ?? defaults.timeZone));

type Failure = { readonly problem: string };

function read<T>(parsed: T): Exclude<T, Failure> {
  if (isRead(parsed)) return parsed;
  throw new Error(`normalise was given what the schema refuses: ${JSON.stringify(parsed)}`);
}

const isRead = <T>(parsed: T): parsed is Exclude<T, Failure> =>
  typeof parsed !== 'object' || parsed === null || !('problem' in parsed);
