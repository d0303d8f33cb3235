import type { DeploymentSeen } from '../core/deployments.ts';
import { given } from '../core/given.ts';
import { type EcrRepository, parseImage } from '../core/image.ts';
import type { Known } from '../core/known.ts';
import type { WireDefinition } from '../core/rollout.ts';

/** A container as its task definition writes it. */
export type WrittenContainer = {
  readonly name: string;
  readonly image: string;
  readonly dockerLabels: Readonly<Record<string, string>>;
};

/** One whose image is a private ECR repository's. */
export type EcrContainer = WrittenContainer & {
  readonly repository: EcrRepository;
  readonly tag?: string;
  readonly digest?: string;
};

/** `account/region/repository`. */
export const keyOf = ({ account, region, name }: EcrRepository): string =>
  `${account}/${region}/${name}`;

export function containersOf({ definition }: WireDefinition): readonly WrittenContainer[] {
  const { containerDefinitions } = definition;
  const written = Array.isArray(containerDefinitions) ? containerDefinitions : [];
  return written.flatMap((container) => {
    if (typeof container !== 'object' || container === null || Array.isArray(container)) return [];
    const { name, image, dockerLabels } = container;
    if (typeof name !== 'string' || typeof image !== 'string') return [];
    return [{ name, image, dockerLabels: labelsIn(dockerLabels) }];
  });
}

/** `null` for an image from elsewhere: rollouts are not about it. */
export function inEcr(container: WrittenContainer): EcrContainer | null {
  const parsed = parseImage(container.image);
  if (!parsed?.ecr) return null;
  const { ecr, tag, digest } = parsed;
  return { ...container, repository: ecr, ...given({ tag, digest }) };
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
