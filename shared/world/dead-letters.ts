import type { Clock, DeadLetters } from '../core/world.ts';
import { bytesOf, maxMessageBytes, type Send } from './queue.ts';

const whyCharacters = 4_000;
/** A character takes 3 bytes at most, as UTF-8 or quoted once more inside of JSON. */
const excerptCharacters = Math.floor((maxMessageBytes - 32 * 1_024) / 3);

/** Keeps what could not be understood, raw, with why. An event too large for a message is kept as its beginning. */
export const deadLetters = (send: Send, clock: Clock, queueUrl: string): DeadLetters => ({
  async keep({ event, why }) {
    const letter = { event, why: why.slice(0, whyCharacters), at: clock.now().toISOString() };
    const body =
      bytesOf(letter) <= maxMessageBytes
        ? letter
        : { ...letter, event: JSON.stringify(event).slice(0, excerptCharacters), cut: true };
    await send({ QueueUrl: queueUrl, body });
  },
});
