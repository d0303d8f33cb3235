import type { WhenUnknown } from '../../config/types/deploy.ts';
import type { Known } from '../../core/known.ts';
import { type Gate, whenUnknown } from './gate.ts';

/** What a task definition says about where its tasks run, in AWS's words. */
export type RunsOn = {
  readonly runtimePlatform?: {
    readonly cpuArchitecture?: string;
    readonly operatingSystemFamily?: string;
  };
  readonly requiresCompatibilities: readonly string[];
};

const rule = 'the image is for the platform of the task';

const architectures: { readonly [cpuArchitecture: string]: string } = {
  X86_64: 'amd64',
  ARM64: 'arm64',
};

/**
 * Whether one of the image's platforms, `linux/arm64`, is the task definition's. Of Fargate the platform is known even
 * where nothing is said: Linux on X86_64. On EC2 the hosts decide, and there nothing is compared.
 * Source: API_RuntimePlatform; Fargate task definition considerations.
 */
export function fitsPlatform(
  platforms: Known<readonly string[]>,
  runsOn: RunsOn,
  onUnknown: WhenUnknown,
): Gate {
  const wanted = platformOf(runsOn);
  if (wanted === null) {
    return { reason: { rule, holds: true, because: 'the task definition names no platform' } };
  }
  if (!platforms.known) return whenUnknown(rule, onUnknown, platforms.why);
  // Attestations stand in an index as unknown/unknown.
  const named = platforms.value.filter((platform) => !platform.startsWith('unknown'));
  if (named.length === 0) {
    return whenUnknown(rule, onUnknown, 'the manifest of the image does not tell its platform');
  }
  const holds = named.some((platform) => isFor(platform, wanted));
  return {
    reason: {
      rule,
      holds,
      because: `the image is for ${named.join(', ')}, and its tasks run on ${wanted}`,
    },
  };
}

function platformOf({ runtimePlatform, requiresCompatibilities }: RunsOn): string | null {
  const onFargate = requiresCompatibilities.includes('FARGATE');
  const { cpuArchitecture, operatingSystemFamily } = runtimePlatform ?? {};
  if (!cpuArchitecture && !operatingSystemFamily && !onFargate) return null;
  const system = operatingSystemFamily?.startsWith('WINDOWS') ? 'windows' : 'linux';
  return `${system}/${architectures[cpuArchitecture ?? 'X86_64'] ?? cpuArchitecture?.toLowerCase()}`;
}

/** Variants (`linux/arm64/v8`) are told by nobody who runs them. */
const isFor = (platform: string, wanted: string): boolean =>
  platform.split('/').slice(0, 2).join('/') === wanted;
