import { does, secretsOf, thatMayAct } from '../features.ts';
import type { Config } from '../types.ts';

/**
 * What the configuration narrows permissions to, by the name that `serverless.yml` has for it in braces:
 * `cluster/{restart.clusters}` stands for one ARN per cluster. Our globs are IAM's: `*` and `?`.
 */
export type Scopes = { readonly [name: string]: readonly string[] };

/** A role's policies have room for 10,240 characters: so many globs of one kind, more become `*`. */
const most = 20;

export function scopesOf(config: Config): Scopes {
  const acting = thatMayAct(config.restart.rules, 'restart', config);
  const remedied = acting.filter(({ crashLoop }) => crashLoop.then !== 'notify');
  const rolling = thatMayAct(config.deploy.rules, 'deploy', config);
  const cleaned = config.cleanup.rules;
  const deleting = thatMayAct(cleaned, 'cleanup', config);
  const secrets = secretsOf(config);
  const named = unique(secrets.flatMap((ref) => ('secret' in ref ? [ref.secret] : [])));
  return {
    passRoles: globs(config.passRoles),
    'restart.clusters': globs(acting.map(({ match }) => match.cluster)),
    'restart.families': globs(acting.map(({ match }) => match.family)),
    'remedy.clusters': globs(remedied.map(({ match }) => match.cluster)),
    'remedy.services': globs(remedied.map(({ match }) => match.service)),
    'rollout.clusters': globs(rolling.map(({ match }) => match.cluster)),
    'rollout.services': globs(rolling.map(({ match }) => match.service)),
    'rollout.families': globs(rolling.map(({ match }) => match.family)),
    // The guard looks at all of them.
    'cleanup.repositories': config.cleanup.guard
      ? ['*']
      : globs(cleaned.map(({ match }) => match.repository)),
    'deletion.repositories': globs(
      deleting.filter(does('expire')).map(({ match }) => match.repository),
    ),
    'archival.repositories': globs(
      deleting.filter(does('transition')).map(({ match }) => match.repository),
    ),
    topics: topicsOf(config),
    parameters: unique(secrets.flatMap((ref) => ('parameter' in ref ? [ref.parameter] : []))),
    secretNames: named.filter((secret) => !isArn(secret)).map(withSuffix),
    secretArns: named.filter(isArn).flatMap((arn) => [arn, withSuffix(arn)]),
  };
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/** One that is absent matches everything, and so do too many. */
function globs(all: readonly (string | undefined)[]): readonly string[] {
  const different = unique(all.map((glob) => glob ?? '*'));
  return different.includes('*') || different.length > most ? ['*'] : different;
}

const isArn = (name: string): boolean => name.startsWith('arn:');

/** Secrets Manager puts a hyphen and six characters of its own behind the name. */
const withSuffix = (name: string): string => `${name}-??????`;

/** Topics other than the stack's own. */
const topicsOf = ({ notify }: Config): readonly string[] =>
  unique(notify.receivers.flatMap(({ sns }) => sns?.topicArn ?? []));
