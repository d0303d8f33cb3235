import type { ImageChange, Quarantine, Rollouts } from '../core/rollout.ts';

/** The quarantine of a service with these digests in it, each once. */
export function quarantinedWith(
  { quarantined }: Pick<Rollouts, 'quarantined'>,
  { changes }: { readonly changes: readonly ImageChange[] },
  at: string,
  why: string,
): readonly Quarantine[] {
  const bad = changes.map(({ digest, repository, tag }) => ({ digest, repository, tag, at, why }));
  const others = quarantined.filter(({ digest }) => !bad.some((one) => one.digest === digest));
  return [...others, ...bad];
}
