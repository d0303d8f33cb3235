import type { Owner } from './owner.ts';

/** Those who start a task again by themselves. */
const keepers: { readonly [kind in Owner['kind']]?: string } = {
  service: 'its service replaces it',
  daemon: 'ECS replaces managed daemons',
  'step-functions': 'Step Functions has its own retries',
  batch: 'AWS Batch has its own retries',
};

/** Why somebody else restarts the task, or `null` when nobody does. */
export const keeperOf = ({ kind }: Owner): string | null => keepers[kind] ?? null;

const starters: { readonly [kind in Owner['kind']]?: string } = {
  schedule: 'schedule',
  rule: 'EventBridge rule',
  service: 'service',
  daemon: 'daemon',
};

/** Who started a task, for people: `schedule nightly-report`, `RunTask`. */
export function starterOf({ kind, name, attempt }: Owner): string {
  if (kind === 'deckhand') return `Deckhand, attempt ${attempt ?? '?'}`;
  if (kind === 'step-functions') return 'Step Functions';
  if (kind === 'batch') return 'AWS Batch';
  const starter = starters[kind];
  return starter ? [starter, name].filter(Boolean).join(' ') : 'RunTask';
}
