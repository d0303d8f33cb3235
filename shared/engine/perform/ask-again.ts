import type { Call } from '../../core/signal.ts';
import type { World } from '../../core/world.ts';
import type { Done } from './done.ts';

/** Nothing is lost by it: what is asked again looks at everything anew. `at` is when it is our turn to register. */
export async function askAgain(again: Call, world: World, at?: string): Promise<Done> {
  const when = at ?? world.clock.now().toISOString();
  await world.later.call({ ...again, id: `${again.id}@${when}` }, when);
  const why = at ? 'it is not yet our turn to register' : 'something else was faster';
  return { status: 'refused', what: `${why}: looked at again at ${when}`, goesOn: true };
}
