import { beforeAll, jest, test } from '@jest/globals';
import { aboutImages } from './images.ts';
import { aboutLaunchers } from './launchers.ts';
import { aboutMemory } from './memory.ts';
import { aboutMessages } from './messages.ts';
import { type Network, open, type Place } from './place.ts';
import { aboutRecords } from './records.ts';
import { aboutSignals } from './signals.ts';
import { aboutTasks } from './tasks.ts';

/** Where the contract is held. */
export type PlaceName = 'the local cloud' | 'MiniStack' | 'moto';

/**
 * One sentence of the contract. In a place that `differs` names it is known not to hold: then the test fails when it
 * does, so that docs/contract.md, where the difference and the judge of it stand, does not go stale.
 */
export type Clause = (
  sentence: string,
  holds: (place: Place) => Promise<void>,
  differs?: readonly PlaceName[],
) => void;

const chapters: readonly ((clause: Clause) => void)[] = [
  aboutRecords,
  aboutMemory,
  aboutMessages,
  aboutTasks,
  aboutLaunchers,
  aboutImages,
  aboutSignals,
];

/** The sentences that do not hold everywhere, and where. */
export function differences(): readonly (readonly [string, readonly PlaceName[]])[] {
  const found: (readonly [string, readonly PlaceName[]])[] = [];
  for (const chapter of chapters) {
    chapter((sentence, _, differs = []) => found.push([sentence, differs]));
  }
  return found.filter(([, differs]) => differs.length > 0);
}

/** Where an AWS answers. */
type Address = { readonly url: string; readonly network: Network };

/** What our adapters count on, held against an AWS. */
export function contract(name: PlaceName, address: () => Promise<Address>): void {
  let place: Place | undefined;
  jest.setTimeout(60_000);

  beforeAll(async () => {
    const { url, network } = await address();
    process.env.AWS_ENDPOINT_URL = url;
    place = await open(network);
  });

  const clause: Clause = (sentence, holds, differs = []) => {
    const tried = differs.includes(name) ? test.failing : test;
    tried(sentence, async () => {
      if (!place) throw new Error(`${name} did not open`);
      await holds(place);
    });
  };

  for (const chapter of chapters) chapter(clause);
}
