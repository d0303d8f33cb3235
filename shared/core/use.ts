import { globMatches } from '../config/match.ts';

/** Somebody who needs an image, or may need it again without asking anybody. */
export type Use = {
  /** Any image reference: by tag, by digest, by both, on any of ECR's hosts. */
  readonly image: string;
  readonly source: UseSource;
  /** The evidence, for people: "service shop/vote revision 7 pins this digest". */
  readonly by: string;
  /** When it was last seen, ISO 8601; absent: just now. Only what is remembered has one. */
  readonly seenAt?: string;
};

/** Where a use was seen: what AWS APIs can tell, what was remembered, and what was given by hand. */
export type UseSource =
  /** RUNNING and PENDING tasks, with the digest that was pulled. */
  | 'running-task'
  /** Stopped within the hour: crash loops, retries. */
  | 'stopped-task'
  /** A service's task definition, at a desired count of zero, too. */
  | 'service'
  /** Deployments in progress, source and target. */
  | 'service-deployment'
  /** Digests that service revisions pin. */
  | 'service-revision'
  | 'task-set'
  /** The last revision that was deployed with success. */
  | 'rollback-target'
  /** The last K revisions of a task definition's family. */
  | 'previous-revision'
  | 'daemon'
  | 'event-rule'
  | 'schedule'
  | 'state-machine'
  | 'batch-job-definition'
  | 'batch-job'
  | 'lambda-function'
  /** Index manifests, which tell what belongs to what. */
  | 'image-manifest'
  | 'referrer'
  /** Who else pulls: other accounts, other regions, pull-through caches. */
  | 'repository-policy'
  | 'replication'
  | 'pull-through-cache'
  /** What earlier runs saw in use. */
  | 'history'
  /** `deckhand plan cleanup --uses`. */
  | 'given';

/** What could not be seen. Whatever it could have protected stays. */
export type Gap = {
  readonly source: UseSource;
  readonly why: string;
  /** Names of repositories, or globs over them, whose images it could protect; absent: any repository's. */
  readonly repositories?: readonly string[];
};

/** The gaps that could hide a use of a repository's images: any gap where its name is not known. */
export const gapsFor = (repository: string | undefined, gaps: readonly Gap[]): readonly Gap[] =>
  gaps.filter(
    ({ repositories }) =>
      repository === undefined ||
      repositories === undefined ||
      repositories.some((name) => globMatches(name, repository)),
  );

/** The evidence of a use, in one line. */
export const evidenceOf = ({ by, seenAt }: Use): string =>
  seenAt === undefined ? by : `${by}, last seen ${seenAt}`;
