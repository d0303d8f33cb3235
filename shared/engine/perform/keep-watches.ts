import type { KeepWatches } from '../../core/lifecycle.ts';
import type { Setting } from '../setting.ts';
import { type Done, done } from './done.ts';

export async function keepWatches(
  { watches, forget }: KeepWatches,
  { world }: Setting,
): Promise<Done> {
  if (watches.length > 0) await world.watches.keep(watches);
  if (forget.length > 0) await world.watches.forget(forget);
  return done(`kept what was seen of ${watches.length} lifecycle policies`);
}
