import type { Clock, Later } from '../core/world.ts';
import type { Send } from './queue.ts';

/** SQS delays a message by 15 minutes at most; what is due later is put back when it arrives. */
const maxDelaySeconds = 900;

export const later = (
  send: Send,
  clock: Clock,
  urls: { readonly later: string; readonly cleanup: string },
): Later => ({
  async call(call, at, queue) {
    const remainingMs = new Date(at).getTime() - clock.now().getTime();
    const DelaySeconds = Math.min(maxDelaySeconds, Math.max(0, Math.ceil(remainingMs / 1_000)));
    await send({
      QueueUrl: queue === 'cleanup' ? urls.cleanup : urls.later,
      DelaySeconds,
      body: { call, at },
    });
  },
});
