import type { Known } from '../../core/known.ts';
import { known } from '../../core/known.ts';
import type { Scan } from '../../core/registry.ts';
import type { Rollouts, WireDefinition } from '../../core/rollout.ts';
import type { Gate } from '../gates/gate.ts';
import { gatesOf } from '../gates/index.ts';
import type { RunsOn } from '../gates/platform.ts';
import type { Chosen } from './choose.ts';
import type { ConsiderFacts } from './facts.ts';

/** The gates of one chosen image, in their order: whether it has failed here before, then those of its rule. */
export function gatesFor(
  { image, rule, running }: Chosen,
  facts: ConsiderFacts,
  definition: WireDefinition,
): readonly Gate[] {
  const { scans, platforms, rollouts, now } = facts;
  const { digest } = image;
  return [
    notQuarantined(digest, rollouts.quarantined),
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
  scans[digest ?? ''] ?? { known: false, why: 'its scan was not looked up' };

function notQuarantined(digest: string, quarantined: Rollouts['quarantined']): Gate {
  const found = quarantined.find((one) => one.digest === digest);
  const because = found
    ? `it failed here at ${found.at}: ${found.why}; \`deckhand release\` lets it be tried again`
    : 'it has not failed here';
  return { reason: { rule: 'the image is not in quarantine', holds: !found, because } };
}

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
