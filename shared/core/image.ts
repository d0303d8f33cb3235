import { partitionOfRegion } from './arn.ts';

/** An image as a task definition, a job or a function names it. */
export type ImageReference = {
  /** The host as written, port included; `docker.io` where none is. */
  readonly registry: string;
  readonly repository: string;
  /** Absent where only a digest is given; `latest` where neither is. */
  readonly tag?: string;
  readonly digest?: string;
  /** Set for a private ECR repository, whichever of its hosts was written: dual-stack, FIPS, China. */
  readonly ecr?: EcrRepository;
};

export type EcrRepository = {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
};

/**
 * `123456789012.dkr.ecr.eu-west-1.amazonaws.com`, `.dkr.ecr-fips.`, `.amazonaws.com.cn`, and dual-stack
 * `123456789012.dkr-ecr.eu-west-1.on.aws`. Any domain may end it, as partitions have their own: taking a foreign host
 * for ECR keeps an image too many, the other way round one too few.
 * Source: Amazon ECR User Guide, "Making requests over IPv6"; ECR endpoints and quotas.
 */
const ecrHost = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+$/i;

const repositoryName = /^[a-z0-9]+(?:(?:[._]|__|-+|\/)[a-z0-9]+)*$/;
const tagName = /^\w[\w.-]{0,127}$/;
const digestName = /^[a-z0-9+._-]+:[0-9a-fA-F]{32,}$/;

/**
 * Reads an image reference: `vote`, `shop/vote:1.2`, `host:5000/vote@sha256:…`, `repo:tag@sha256:…`. `null` for what
 * is none, a variable that nobody filled in for one.
 * Source of the grammar: distribution/reference.
 */
export function parseImage(text: string): ImageReference | null {
  const [beforeDigest = '', digest, ...more] = text.trim().split('@');
  if (more.length > 0 || (digest !== undefined && !digestName.test(digest))) return null;
  const { name, tag } = withoutTag(beforeDigest);
  if (tag !== undefined && !tagName.test(tag)) return null;
  const { registry, repository } = withoutRegistry(name);
  if (!repositoryName.test(repository)) return null;
  const ecr = ecrRepositoryOf(registry, repository);
  return {
    registry,
    repository,
    ...(tag === undefined && digest === undefined ? { tag: 'latest' } : {}),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest: digest.toLowerCase() }),
    ...(ecr ? { ecr } : {}),
  };
}

/** A colon after the last slash begins a tag; one before it, a port. */
function withoutTag(text: string): { readonly name: string; readonly tag?: string } {
  const colon = text.indexOf(':', text.lastIndexOf('/') + 1);
  return colon < 0 ? { name: text } : { name: text.slice(0, colon), tag: text.slice(colon + 1) };
}

/** The first part is a host if it looks like one; otherwise Docker Hub is meant. */
function withoutRegistry(name: string): Pick<ImageReference, 'registry' | 'repository'> {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(0, slash));
  const isHost = /[.:]/.test(first) || first === 'localhost';
  return isHost
    ? { registry: first.toLowerCase(), repository: name.slice(slash + 1) }
    : { registry: 'docker.io', repository: name };
}

function ecrRepositoryOf(registry: string, name: string): EcrRepository | null {
  const [, account, region] = ecrHost.exec(registry) ?? [];
  if (!account || !region) return null;
  return { partition: partitionOfRegion(region), account, region, name };
}

/** `arn:aws:ecr:eu-west-1:123456789012:repository/shop/vote`. */
export const repositoryArn = ({ partition, region, account, name }: EcrRepository): string =>
  `arn:${partition}:ecr:${region}:${account}:repository/${name}`;
