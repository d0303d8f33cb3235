import { BadInput } from '../core/errors.ts';
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

/** A record has room for so much of what was seen, beside the decision. */
const maxFactsCharacters = 150_000;

/**
 * Clears out old images, and never one in use. What was seen of a large repository does not fit into a record: the
 * images and uses are left out of it then, and the ledger still tells each image's fate and why.
 */
export const cleanup: Playbook = {
  ...whole,
  async consider(signal, world, config) {
    const { facts, decision } = await whole.consider(signal, world, config);
    return { facts: fitting(facts), decision };
  },
  reconsider(facts, config) {
    if (isCut(facts)) {
      throw new BadInput('the record leaves out the images it was decided by: they were too many');
    }
    return whole.reconsider(facts, config);
  },
};

const isOurs = (facts: Facts): facts is CleanupRunFacts => facts.of === 'cleanup/1';

const isCut = (facts: Facts): boolean =>
  isOurs(facts) && facts.about === 'repository' && facts.looked?.known === true
    ? facts.looked.value.cut === true
    : false;

function fitting(facts: Facts): Facts {
  const isLarge = JSON.stringify(facts).length > maxFactsCharacters;
  return isLarge && isOurs(facts) ? cut(facts) : facts;
}

function cut(facts: CleanupRunFacts): CleanupRunFacts {
  if (facts.about === 'report') return { ...facts, ledgers: [] };
  if (facts.about !== 'repository' || !facts.looked?.known) return facts;
  const { seen, exposure } = facts.looked.value;
  const none = { ...seen, images: [], manifests: [], uses: [] };
  return { ...facts, looked: { known: true, value: { seen: none, exposure, cut: true } } };
}
