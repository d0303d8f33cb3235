import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { load } from '../shared/config/load.ts';
import type { Config } from '../shared/config/types.ts';
import type { Meanwhile } from './cloud/attempt.ts';
import type { Chaos } from './cloud/bus.ts';
import { type Cloud, createCloud } from './cloud/cloud.ts';
import { readTemplate } from './cloud/template/index.ts';
import type { Template } from './cloud/template/types.ts';
import type { Body } from './cloud/types.ts';
import { runHandlers } from './run-handler.ts';

export type StageOptions = {
  readonly seed?: number;
  readonly start?: string;
  /** The text of a `deckhand.yml`. */
  readonly config?: string;
  readonly chaos?: Chaos;
  /** Another region, and the partition it is in. */
  readonly place?: { readonly region: string; readonly partition: string };
  readonly cloudTrailDelayMs?: number;
  readonly meanwhile?: Meanwhile;
  /** What is made of the template before it is deployed. */
  readonly revise?: (template: Template) => Template;
};

/** An account with Deckhand in it: `serverless.yml` deployed to the local cloud, and Slack with a channel `#ops`. */
export type Stage = {
  readonly cloud: Cloud;
  readonly config: Config;
  /** Calls an AWS API as an operator, who may do everything: `call('ecs', 'StopTask', { … })`. */
  readonly call: (service: string, action: string, input: Body) => Promise<Body>;
};

const root = resolve(import.meta.dirname, '..');

/** Everything is told in `#ops`, and everything may act. */
const actAndTellSlack = `
mode: act
notify:
  route: { receiver: ops }
  receivers:
    - { name: ops, slack: { channel: "#ops", tokenParameter: /deckhand/slack-token } }
`;

const subnets = {
  'subnet-0a11': { availabilityZone: 'us-east-1a' },
  'subnet-0b22': { availabilityZone: 'us-east-1b' },
};

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const text = options.config ?? actAndTellSlack;
  const config = configFrom(text);
  const written = readFileSync(resolve(root, 'serverless.yml'), 'utf8');
  // The owner's file, as the packaging reads it.
  const readFile = () => parse(text);
  const template = readTemplate(written, { ...options.place, config, readFile });
  const cloud = await createCloud({
    seed: options.seed ?? 1,
    start: new Date(options.start ?? '2026-03-03T09:00:00Z'),
    template: options.revise?.(template) ?? template,
    run: runHandlers(config),
    subnets,
    meanwhile: options.meanwhile,
    ...(options.chaos ? { chaos: options.chaos } : {}),
    ...(options.cloudTrailDelayMs === undefined
      ? {}
      : { cloudTrailDelayMs: options.cloudTrailDelayMs }),
  });
  cloud.slack.channels.add('#ops');
  cloud.ssm.put('/deckhand/slack-token', 'xoxb-local-token', 'SecureString');
  const call: Stage['call'] = (service, action, input) =>
    cloud.gateway.call(cloud.operator, service, action, input);
  return { cloud, config, call };
}

function configFrom(text: string): Config {
  const loaded = load(text);
  if (loaded.ok) return loaded.config;
  throw new Error(loaded.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
}
