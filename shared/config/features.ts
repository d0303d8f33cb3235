import type { Automation } from './types/stack.ts';
import type { Config, Mode } from './types.ts';

/**
 * What the stack can be deployed with or without. A permission, a function or a resource of `serverless.yml` that
 * is marked with one (`when: restart`) is only deployed where `deckhand.yml` asks for it.
 */
export type Feature = keyof typeof features;

/** Each with what it lets the stack do, in words. */
export const features = {
  restart: 'runs tasks again',
  remedy: 'rolls back or pauses services in a crash loop',
  rollout: 'rolls out pushed images',
  sweep: 'looks for pushes that were lost',
  schedules: 'brings schedules along with rollouts',
  cleanup: 'looks for old images',
  guard: "looks at what Amazon ECR's own lifecycle policies are about to take",
  deletion: 'deletes old images',
  archival: 'moves old images into the archive',
  graphs: 'draws graphs of alarms',
  parameters: 'reads secrets in SSM Parameter Store',
  secrets: 'reads secrets in Secrets Manager',
} as const;

/** The features that a configuration asks for. All defaults ask for none that changes anything. */
export function featuresOf(config: Config): ReadonlySet<Feature> {
  const { restart, cleanup, deploy, alarm } = config;
  const acting = thatMayAct(restart.rules, 'restart', config);
  const rolling = thatMayAct(deploy.rules, 'deploy', config);
  // Labels and tags may then ask for a policy where the file has none.
  const byLabel = config.actByTag.includes('deploy');
  const followed = rolling.filter(({ policy }) => byLabel || policy.name !== 'never');
  const deleting = thatMayAct(cleanup.rules, 'cleanup', config);
  const secrets = secretsOf(config);
  const asked: { readonly [feature in Feature]: boolean } = {
    restart: acting.length > 0,
    remedy: acting.some(({ crashLoop }) => crashLoop.then !== 'notify'),
    rollout: followed.length > 0,
    sweep: byLabel || deploy.rules.some(({ policy }) => policy.name !== 'never'),
    schedules: followed.some((rule) => rule.schedules),
    cleanup: cleanup.rules.length > 0,
    guard: cleanup.guard,
    deletion: deleting.some(does('expire')),
    archival: deleting.some(does('transition')),
    graphs: alarm.graph,
    parameters: secrets.some((ref) => 'parameter' in ref),
    secrets: secrets.some((ref) => 'secret' in ref),
  };
  return new Set(namesOf(asked).filter((feature) => asked[feature]));
}

const namesOf = <Name extends string>(table: { readonly [name in Name]: unknown }): Name[] =>
  Object.keys(table).filter((name): name is Name => name in table);

/** The rules under which something may be done: by their own mode, or by a tag on what they cover. */
export const thatMayAct = <Rule extends { readonly mode: Mode }>(
  rules: readonly Rule[],
  automation: Automation,
  { actByTag }: Pick<Config, 'actByTag'>,
): readonly Rule[] =>
  actByTag.includes(automation) ? rules : rules.filter(({ mode }) => mode === 'act');

type CleanupRule = Config['cleanup']['rules'][number];

export const does =
  (type: 'expire' | 'transition') =>
  ({ lifecyclePolicy }: CleanupRule): boolean =>
    lifecyclePolicy.rules.some(({ action }) => action.type === type);

/** Where the secrets of all receivers are kept. */
export const secretsOf = ({ notify }: Pick<Config, 'notify'>) =>
  notify.receivers.flatMap(({ slack, slackWebhook, pagerduty, webhook }) =>
    [slack?.token, slackWebhook?.url, pagerduty?.routingKey, webhook?.url, webhook?.secret].flatMap(
      (ref) => (ref === undefined || typeof ref === 'string' ? [] : [ref]),
    ),
  );
