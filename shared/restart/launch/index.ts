import { playbook } from '../../core/playbook.ts';
import { decide, type LaunchFacts } from './decide.ts';

/** Remembers how tasks were launched, and reports launches that came to nothing, which AWS tells nobody. */
export const launches = playbook({
  name: 'launch',
  kinds: ['task-launched'],
  of: 'launch/1',
  async gather(signal, { clock }): Promise<LaunchFacts> {
    return { of: 'launch/1', now: clock.now().toISOString(), signal };
  },
  decide,
});
