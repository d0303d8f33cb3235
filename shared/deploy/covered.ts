import { ruleOfContainer } from '../config/labels.ts';
import { globMatches } from '../config/match.ts';
import { readTags, type TagOverrides } from '../config/tags.ts';
import type { DeployMatch, DeployRule } from '../config/types/deploy.ts';
import type { Config } from '../config/types.ts';
import { familyAndRevision, nameOfArn } from '../core/arn.ts';
import type { Reason } from '../core/decision.ts';
import { type EcrContainer, inEcr, type WrittenContainer } from './containers.ts';

/** Whose containers are looked at: a service, with what its task definition writes. */
export type Candidate = {
  readonly clusterArn: string;
  readonly serviceArn: string;
  readonly taskDefinition: string;
  readonly containers: readonly WrittenContainer[];
  /** Of the task definition and of the service; the service's own come first. */
  readonly tags: Readonly<Record<string, string>>;
};

/** A container that a policy covers. */
export type Covered = { readonly container: EcrContainer; readonly rule: DeployRule };

export type Coverage = {
  readonly covered: readonly Covered[];
  /** Why each of the others is left alone. */
  readonly reasons: readonly Reason[];
  /** True: one of them is left alone for what was written about it and cannot be read. */
  readonly isUnreadable: boolean;
};

/**
 * Which containers a policy covers: their image is a private ECR repository's, and their label, the tag of their
 * service or task definition, or the first rule that matches names a policy. What cannot be read covers nothing: it
 * may have been meant to hold back.
 */
export function coverageOf(candidate: Candidate, config: Config): Coverage {
  const { containers, tags } = candidate;
  const { overrides, problems } = readTags(tags, config);
  if (overrides.mode === 'off')
    return noneOf(candidate, 'its service is tagged deckhand:mode = off');
  const [unreadable] = problems.filter(({ path }) => !notOfDeploy.includes(path));
  if (unreadable) {
    const because = `its tag ${unreadable.path}: ${unreadable.message}`;
    return { ...noneOf(candidate, because), isUnreadable: true };
  }
  const looked = containers.map((container) => lookAt(container, candidate, overrides, config));
  return {
    covered: looked.flatMap((one) => ('rule' in one ? [one] : [])),
    reasons: looked.flatMap((one) => ('reason' in one ? [one.reason] : [])),
    isUnreadable: looked.some((one) => 'reason' in one && one.isUnreadable),
  };
}

/** Tags whose mistakes hold no rollout back. */
const notOfDeploy: readonly string[] = ['deckhand:restart', 'deckhand:receiver'];

const noneOf = ({ containers }: Candidate, because: string): Coverage => ({
  covered: [],
  reasons: containers.map(({ name }) => leftAlone(name, because).reason),
  isUnreadable: false,
});

type LeftAlone = { readonly reason: Reason; readonly isUnreadable: boolean };

const leftAlone = (name: string, because: string, isUnreadable = false): LeftAlone => ({
  reason: { rule: 'a policy covers the container', holds: false, because: `${name}: ${because}` },
  isUnreadable,
});

function lookAt(
  written: WrittenContainer,
  candidate: Candidate,
  tags: TagOverrides,
  { deploy }: Config,
): Covered | LeftAlone {
  const { name } = written;
  const container = inEcr(written);
  if (!container) {
    return leftAlone(name, `its image ${written.image} is in no private ECR repository`);
  }
  const found = deploy.rules.find(({ match }) => matches(match, container, candidate));
  if (!found) return leftAlone(name, 'no rule matches it');
  const { rule, problems } = ruleOfContainer(found, tags, container.dockerLabels);
  const [problem] = problems;
  if (problem) {
    return leftAlone(name, `its label ${problem.path}: ${problem.message}`, true);
  }
  return rule.policy.name === 'never' ? leftAlone(name, whyNever(rule)) : { container, rule };
}

const whyNever = ({ match }: DeployRule): string =>
  Object.keys(match).length === 0
    ? 'its policy is never: no rule, tag or label names another'
    : 'its policy is never, by its rule, tag or label';

function matches(
  match: DeployMatch,
  { name, repository }: EcrContainer,
  { clusterArn, serviceArn, taskDefinition }: Candidate,
): boolean {
  const fits = (glob: string | undefined, text: string) =>
    glob === undefined || globMatches(glob, text);
  return (
    fits(match.repository, repository.name) &&
    fits(match.cluster, nameOfArn(clusterArn)) &&
    fits(match.service, nameOfArn(serviceArn)) &&
    fits(match.family, familyAndRevision(taskDefinition).family) &&
    fits(match.container, name)
  );
}
