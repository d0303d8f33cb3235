import { BadInput } from '../core/errors.ts';
import { unknown } from '../core/known.ts';
import { type Facts, type Playbook, playbook } from '../core/playbook.ts';
import { playbookName } from './calls.ts';
import { decide } from './decide.ts';
import { gather } from './gather.ts';
import type { CleanupRunFacts } from './run-facts.ts';

const whole = playbook({
  name: playbookName,
  kinds: ['call-due'],
  of: 'cleanup/1',
  gather,
  decide,
});

/** What was seen of some 5,000 images; a record of more would mostly be paid for and never read. */
const maxFactsCharacters = 2_000_000;

/**
 * Clears out old images, and never one in use. What was seen of a very large repository or registry is left out of its
 * record: the ledger tells each image's fate and why, but it cannot be decided again.
 */
export const cleanup: Playbook = {
  ...whole,
  async consider(signal, world, config) {
    const { facts, decision } = await whole.consider(signal, world, config);
    return { facts: fitting(facts), decision };
  },
  reconsider(facts, config) {
    if (isOurs(facts) && facts.cut) {
      throw new BadInput('the record leaves out what it was decided by: it was too much');
    }
    return whole.reconsider(facts, config);
  },
};

const isOurs = (facts: Facts): facts is CleanupRunFacts => facts.of === 'cleanup/1';

function fitting(facts: Facts): Facts {
  const isLarge = JSON.stringify(facts).length > maxFactsCharacters;
  return isLarge && isOurs(facts) ? cut({ ...facts, cut: true }) : facts;
}

/** What is left out is not known any more from the record; it is never told as if nothing had been seen. */
const leftOut = unknown('it is left out of the record: too much was seen');

function cut(facts: CleanupRunFacts): CleanupRunFacts {
  switch (facts.about) {
    case 'run':
      return { ...facts, repositories: leftOut };
    case 'report':
      return { ...facts, ledgers: [] };
    case 'repository':
      return { ...facts, looked: leftOut };
  }
}
