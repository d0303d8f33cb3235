import type { Known } from '../../core/known.ts';
import { known } from '../../core/known.ts';
import type { Scan } from '../../core/registry.ts';
import type { Ending, ImageChange, Rollouts, WireDefinition } from '../../core/rollout.ts';
import type { Gate } from '../gates/gate.ts';
import { gatesOf } from '../gates/index.ts';
import type { RunsOn } from '../gates/platform.ts';
import type { Chosen } from './choose.ts';
import type { ConsiderFacts } from './facts.ts';

type GateFacts = Pick<ConsiderFacts, 'scans' | 'platforms' | 'rollouts' | 'now'>;

/** The gates of one chosen image, in their order: what became of it here before, then those of its rule. */
export function gatesFor(
  chosen: Chosen,
  { scans, platforms, rollouts, now }: GateFacts,
  definition: WireDefinition,
): readonly Gate[] {
  const { image, rule, running } = chosen;
  const { digest } = image;
  return [
    notQuarantined(chosen, rollouts.quarantined),
    notReplaced(chosen, rollouts.newest),
    ...gatesOf(rule, {
      now,
      image: {
        status: known(image.status),
        pushedAt: known(image.pushedAt),
        platforms: platforms[digest] ?? null,
        scan: rule.scan ? { scan: scanOf(scans, digest), running: scanOf(scans, running) } : null,
      },
      runsOn: runsOnOf(definition),
    }),
  ];
}

const scanOf = (scans: ConsiderFacts['scans'], digest: string | null): Known<Scan | null> =>
  scans[digest ?? ''] ?? { known: false, why: 'the scan was not looked up' };

function notQuarantined({ image, change }: Chosen, quarantined: Rollouts['quarantined']): Gate {
  const found = quarantined.find(({ digest }) => digest === image.digest);
  const because = found
    ? `${change.tag} is in quarantine since ${found.at}: ${found.why}; \`deckhand release\` lets it be tried again`
    : `${change.tag} has not failed in this service`;
  return { reason: { rule: 'the image is not in quarantine', holds: !found, because } };
}

/**
 * What we rolled out and does not run any more was replaced by somebody: Terraform with the image in its state, or a
 * person. Rolling it out again would begin a fight.
 */
function notReplaced(chosen: Chosen, newest: Rollouts['newest']): Gate {
  const { container } = chosen;
  const replaced = isReplaced(chosen, newest);
  const how =
    replaced?.to === container.image
      ? 'the service still names it'
      : `${container.tag ?? 'another image'} was put in its place since`;
  const because = replaced
    ? `${replaced.tag} was rolled out at ${newest?.startedAt}, and ${how}; \`deckhand release\` lets it go out again`
    : `nobody has put another image in the place of ${chosen.change.tag}`;
  return { reason: { rule: 'nobody has replaced the image', holds: !replaced, because } };
}

/** The change by which it was rolled out last, where it was, and nobody has released it since. */
export function isReplaced(
  { container, image }: Chosen,
  newest: Rollouts['newest'],
): ImageChange | null {
  if (!newest || !isOver(newest.ending) || newest.released) return null;
  const isOurs = (one: ImageChange) =>
    one.container === container.name && one.digest === image.digest;
  return newest.changes.find(isOurs) ?? null;
}

const isOver = (ending: Ending | undefined): boolean =>
  ending === 'completed' || ending === 'superseded' || ending === 'scaled to zero';

function runsOnOf({ definition }: WireDefinition): RunsOn {
  const { runtimePlatform, requiresCompatibilities } = definition;
  const written = typeof runtimePlatform === 'object' ? runtimePlatform : null;
  const { cpuArchitecture, operatingSystemFamily } =
    written !== null && !Array.isArray(written) && 'cpuArchitecture' in written
      ? written
      : { cpuArchitecture: undefined, operatingSystemFamily: undefined };
  return {
    runtimePlatform: {
      ...(typeof cpuArchitecture === 'string' ? { cpuArchitecture } : {}),
      ...(typeof operatingSystemFamily === 'string' ? { operatingSystemFamily } : {}),
    },
    requiresCompatibilities: (Array.isArray(requiresCompatibilities)
      ? requiresCompatibilities
      : []
    ).map(String),
  };
}
