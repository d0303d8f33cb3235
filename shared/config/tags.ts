import { nearest, suggestion } from './nearest.ts';
import { parsePolicy } from './policy.ts';
import type { Problem } from './problems.ts';
import type { Policy } from './types/deploy.ts';
import type { Automation } from './types/stack.ts';
import type { Config, Mode, RestartRule } from './types.ts';

/** What the tags of a service or a task definition ask for; what no tag asks for is left out. */
export type TagOverrides = {
  /** `deckhand:restart`: a number, or `never`, which is 0. */
  readonly attempts?: number;
  /** `deckhand:mode`; `off` leaves the resource alone altogether. */
  readonly mode?: Mode | 'off';
  /** `deckhand:cleanup`: the same for the cleanup of a repository alone. */
  readonly cleanup?: Mode | 'off';
  /** `deckhand:deploy`: a policy, as far as a tag's value may say it; `semver:1.x`, not `semver:^1`. */
  readonly policy?: Policy;
  /** `deckhand:receiver`: the name of one of the configuration's receivers. */
  readonly receiver?: string;
};

/**
 * Reads our tags among a resource's, by key. A value that means nothing overrides nothing and is a
 * problem, whose path is the tag's key; so is a key that is all but one of ours.
 */
export function readTags(
  tags: { readonly [key: string]: string },
  config: Config,
): { readonly overrides: TagOverrides; readonly problems: readonly Problem[] } {
  const receivers = config.notify.receivers.map(({ name }) => name);
  const readers: { readonly [key: string]: (text: string) => TagOverrides | string } = {
    'deckhand:restart': readRestart,
    'deckhand:mode': readMode,
    'deckhand:cleanup': readCleanup,
    'deckhand:deploy': readDeploy,
    'deckhand:receiver': (text) => readReceiver(text, receivers),
  };
  const problems: Problem[] = [];
  let overrides: TagOverrides = {};
  for (const [key, text] of Object.entries(tags)) {
    const read = Object.hasOwn(readers, key) ? readers[key]?.(text.trim()) : misspelt(key, readers);
    if (typeof read === 'string') problems.push({ path: key, message: read });
    else overrides = { ...overrides, ...read };
  }
  return { overrides, problems };
}

/** A mode as it holds for a resource, and why its tag does not count where it does not. */
export type TaggedMode<M = Mode> = { readonly mode: M; readonly ignored?: string };

/**
 * What a resource's tag makes of the mode that the file says. It may always take something back; `act` counts only
 * where the file lets tags say so (`actByTag`), since elsewhere the stack lacks the permissions.
 */
export function modeWithTag<Tag extends Mode | 'off'>(
  mode: Mode,
  tag: Tag | undefined,
  automation: Automation,
  { actByTag }: Pick<Config, 'actByTag'>,
): TaggedMode<Mode | Tag> {
  if (tag !== 'act' || mode === 'act') return { mode: tag ?? mode };
  if (actByTag.includes(automation)) return { mode: tag };
  const ignored = `its tag asks for act, which counts only with actByTag: [${automation}] in deckhand.yml`;
  return { mode, ignored };
}

/** The rule as it holds for a resource with these tags. `off` is for the caller to honour before. */
export function ruleWithTags(
  rule: RestartRule,
  { attempts, mode }: TagOverrides,
  config: Pick<Config, 'actByTag'>,
): RestartRule & TaggedMode {
  const tag = mode === 'off' ? undefined : mode;
  return {
    ...rule,
    attempts: attempts ?? rule.attempts,
    ...modeWithTag(rule.mode, tag, 'restart', config),
  };
}

function readRestart(text: string): TagOverrides | string {
  if (text.toLowerCase() === 'never') return { attempts: 0 };
  if (/^([0-9]|10)$/.test(text)) return { attempts: Number(text) };
  return `expected never or a number from 0 to 10, found \`${text}\``;
}

function readMode(text: string): TagOverrides | string {
  const mode = modeIn(text);
  return mode ? { mode } : `expected observe, act or off, found \`${text}\``;
}

function readCleanup(text: string): TagOverrides | string {
  const cleanup = modeIn(text);
  return cleanup ? { cleanup } : `expected observe, act or off, found \`${text}\``;
}

const modeIn = (text: string) =>
  (['observe', 'act', 'off'] as const).find((word) => word === text.toLowerCase());

function readDeploy(text: string): TagOverrides | string {
  const policy = parsePolicy(text);
  return 'problem' in policy ? policy.problem : { policy };
}

function readReceiver(text: string, receivers: readonly string[]): TagOverrides | string {
  if (receivers.includes(text)) return { receiver: text };
  return `unknown receiver \`${text}\`${suggestion(text, receivers)}`;
}

/** Only slips are told: later versions, and the tasks we start, have tags of ours that are not read here. */
function misspelt(key: string, readers: object): string | undefined {
  const [prefix, name] = key.split(':');
  const names = Object.keys(readers).map((known) => known.replace(/^.*:/, ''));
  const meant = prefix === 'deckhand' && name ? nearest(name, names) : null;
  return meant === null ? undefined : `unknown tag \`${key}\`, did you mean \`deckhand:${meant}\`?`;
}
