import type { Decision } from '../core/decision.ts';
import { type Facts, playbook } from '../core/playbook.ts';
import type { NotUnderstood } from '../core/signal.ts';

type NotUnderstoodFacts = Facts & {
  readonly of: 'not-understood/1';
  readonly signal: NotUnderstood;
};

/** An event that should have been ours and cannot be read is kept, told once, and never tried again. */
export const notUnderstood = playbook({
  name: 'not-understood',
  kinds: ['not-understood'],
  of: 'not-understood/1',
  async gather(signal, world): Promise<NotUnderstoodFacts> {
    return { of: 'not-understood/1', now: world.clock.now().toISOString(), signal };
  },
  decide: decideNotUnderstood,
});

function decideNotUnderstood({ signal }: NotUnderstoodFacts): Decision {
  const reasons = [{ rule: 'the event can be read', holds: false, because: signal.why }];
  return {
    verdict: 'keep',
    reasons,
    actions: [
      { do: 'keep-event', event: signal.event, why: signal.why },
      {
        do: 'notify',
        notice: {
          id: '',
          incident: 'deckhand#not-understood',
          about: signal.id,
          phase: 'info',
          severity: 'warning',
          at: signal.at,
          title: 'An event could not be understood',
          summary: `${signal.why}. It is kept in the failed-events queue and will not be tried again by itself.`,
          labels: { kind: 'deckhand', cause: 'not-understood', severity: 'warning' },
          counts: true,
          fields: [{ name: 'Event', value: signal.id }],
          changes: [],
          links: [],
          reasons,
          outcomes: [],
        },
      },
    ],
  };
}
