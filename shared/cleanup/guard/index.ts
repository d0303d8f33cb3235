import { BadInput } from '../../core/errors.ts';
import type { Watch } from '../../core/lifecycle.ts';
import { type Facts, type Playbook, playbook } from '../../core/playbook.ts';
import { playbookName } from './calls.ts';
import { decide } from './decide.ts';
import type { GuardFacts, ReadFacts } from './facts.ts';
import { gather } from './gather.ts';

const whole = playbook({
  name: playbookName,
  kinds: ['call-due', 'lifecycle-policy-put'],
  of: 'guard/1',
  gather,
  decide,
});

/** A record of more than this would mostly be paid for and never read. */
const maxFactsCharacters = 2_000_000;

/** Warns before Amazon ECR's own lifecycle policies delete or archive an image in use. Changes nothing. */
export const guard: Playbook = {
  ...whole,
  async consider(signal, world, config) {
    const { facts, decision } = await whole.consider(signal, world, config);
    return { facts: fitting(facts), decision };
  },
  reconsider(facts, config) {
    if (isRead(facts) && facts.cut) {
      throw new BadInput('the record leaves out the images it was decided by: they were too many');
    }
    return whole.reconsider(facts, config);
  },
};

const isOurs = (facts: Facts): facts is GuardFacts => facts.of === 'guard/1';

const isRead = (facts: Facts): facts is ReadFacts => isOurs(facts) && facts.about === 'read';

function fitting(facts: Facts): Facts {
  const isLarge = JSON.stringify(facts).length > maxFactsCharacters;
  return isLarge && isOurs(facts) ? cut(facts) : facts;
}

function cut(facts: GuardFacts): GuardFacts {
  if (facts.about === 'report') return { ...facts, watches: facts.watches.map(short) };
  return facts.about === 'read' ? { ...facts, looked: [], uses: [], cut: true } : facts;
}

/** What a report is decided by: the rest is in the table. */
const short = (watch: Watch): Watch => ({
  ...watch,
  endangered: watch.endangered.slice(0, 3),
  patch: null,
});
