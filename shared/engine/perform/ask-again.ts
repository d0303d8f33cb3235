import type { Call } from '../../core/signal.ts';
import type { World } from '../../core/world.ts';
import type { Done } from './done.ts';

/** Nothing is lost by it: what is asked again looks at everything anew, now or `at` a time (ISO 8601). */
export async function askAgain(
  again: Call,
  world: World,
  { why, at }: { readonly why: string; readonly at?: string },
): Promise<Done> {
  const when = at ?? world.clock.now().toISOString();
  await world.later.call({ ...again, id: `${again.id}@${when}` }, when);
  return { status: 'refused', what: `${why}: looked at again at ${when}`, goesOn: true };
}
