import type { Config } from '../config/types.ts';
import type { Decision } from './decision.ts';
import { BadInput } from './errors.ts';
import type { Signal } from './signal.ts';
import type { World } from './world.ts';

/** What gather saw, plain JSON. `of` names the playbook and the version of the shape; `now` is a fact. */
export type Facts = { readonly of: string; readonly now: string };

/** One automation, as the engine sees it: look, then decide. Doing is the engine's. */
export type Playbook = {
  readonly name: string;
  readonly covers: (signal: Signal) => boolean;
  readonly consider: (
    signal: Signal,
    world: World,
    config: Config,
  ) => Promise<{ facts: Facts; decision: Decision }>;
  /** Decides again over stored facts. Throws `BadInput` when they are another playbook's, or another version's. */
  readonly reconsider: (facts: Facts, config: Config) => Decision;
};

type SignalOf<K extends Signal['kind']> = Extract<Signal, { kind: K }>;

/** Makes a playbook of its two halves: `gather` asks the world, `decide` is pure and synchronous. */
export function playbook<K extends Signal['kind'], F extends Facts>(parts: {
  readonly name: string;
  readonly kinds: readonly K[];
  readonly of: F['of'];
  /** Narrows `kinds` to the signals this playbook is for; without it, all of them. */
  readonly when?: (signal: SignalOf<K>) => boolean;
  readonly gather: (signal: SignalOf<K>, world: World, config: Config) => Promise<F>;
  readonly decide: (facts: F, config: Config) => Decision;
}): Playbook {
  const kinds: readonly string[] = parts.kinds;
  const isKind = (signal: Signal): signal is SignalOf<K> => kinds.includes(signal.kind);
  const isOurs = (facts: Facts): facts is F => facts.of === parts.of;
  const isAddressed = (signal: Signal): boolean =>
    signal.kind !== 'call-due' || signal.call.playbook === parts.name;
  const covers = (signal: Signal): signal is SignalOf<K> =>
    isAddressed(signal) && isKind(signal) && (parts.when?.(signal) ?? true);
  return {
    name: parts.name,
    covers,
    async consider(signal, world, config) {
      if (!covers(signal)) throw new BadInput(`${parts.name} has no use for a ${signal.kind}`);
      const facts = await parts.gather(signal, world, config);
      return { facts, decision: parts.decide(facts, config) };
    },
    reconsider(facts, config) {
      if (!isOurs(facts)) {
        throw new BadInput(`these facts are ${facts.of}; ${parts.name} reads ${parts.of}`);
      }
      return parts.decide(facts, config);
    },
  };
}
