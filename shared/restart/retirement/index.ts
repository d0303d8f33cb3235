import { playbook } from '../../core/playbook.ts';
import { decide, type RetirementFacts } from './decide.ts';

/** Tells ahead of time which tasks Fargate is going to replace. */
export const retirement = playbook({
  name: 'retirement',
  kinds: ['retirement-planned'],
  of: 'retirement/1',
  async gather(signal, { clock }): Promise<RetirementFacts> {
    return { of: 'retirement/1', now: clock.now().toISOString(), signal };
  },
  decide,
});
