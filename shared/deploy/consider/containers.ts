import type { DeploymentSeen } from '../../core/deployments.ts';
import { type EcrRepository, parseImage } from '../../core/image.ts';
import type { Known } from '../../core/known.ts';
import type { WireDefinition } from '../../core/rollout.ts';

/** A container of a task definition whose image is a private ECR repository's. */
export type EcrContainer = {
  readonly name: string;
  readonly image: string;
  readonly repository: EcrRepository;
  readonly tag?: string;
  readonly digest?: string;
  readonly dockerLabels: Readonly<Record<string, string>>;
};

/** `account/region/repository`. */
export const keyOf = ({ account, region, name }: EcrRepository): string =>
  `${account}/${region}/${name}`;

/** The containers that rollouts can be about; those with images from elsewhere are left out. */
export function containersOf({ definition }: WireDefinition): readonly EcrContainer[] {
  const { containerDefinitions } = definition;
  const written = Array.isArray(containerDefinitions) ? containerDefinitions : [];
  return written.flatMap((container) => {
    if (typeof container !== 'object' || container === null || Array.isArray(container)) return [];
    const { name, image, dockerLabels } = container;
    const parsed = typeof image === 'string' ? parseImage(image) : null;
    if (typeof name !== 'string' || typeof image !== 'string' || !parsed?.ecr) return [];
    return [
      {
        name,
        image,
        repository: parsed.ecr,
        dockerLabels: labelsIn(dockerLabels),
        ...(parsed.tag === undefined ? {} : { tag: parsed.tag }),
        ...(parsed.digest === undefined ? {} : { digest: parsed.digest }),
      },
    ];
  });
}

function labelsIn(labels: unknown): Readonly<Record<string, string>> {
  if (typeof labels !== 'object' || labels === null) return {};
  return Object.fromEntries(
    Object.entries(labels).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  );
}

/** The digest that a container runs: pinned, or as ECS resolved it when it last deployed this revision well. */
export function runningDigest(
  { name, digest }: EcrContainer,
  taskDefinition: string,
  deployments: Known<readonly DeploymentSeen[]> | null,
): string | null {
  if (digest !== undefined) return digest;
  if (!deployments?.known) return null;
  const ran = deployments.value.find(
    (one) => one.taskDefinition === taskDefinition && one.status === 'SUCCESSFUL',
  );
  return ran?.digests[name] ?? null;
}
