import { deckhand } from '../../support/cli.ts';
import { type Aws, region } from './aws.ts';
import { deploy, type Outputs } from './deploy.ts';
import { subscribe } from './messages.ts';
import { packageWith } from './package.ts';

/** Deckhand, deployed to the emulator. */
export type Deployed = {
  readonly stage: string;
  readonly outputs: Outputs;
  /** What came so far on a queue that is subscribed to the stack's topic. */
  readonly told: () => Promise<readonly string[]>;
  /** Runs a verb of the command line about this stack; answers what it printed with `--json`. */
  readonly deckhand: (...words: readonly string[]) => Promise<unknown>;
};

/** Packages Deckhand with this `deckhand.yml`, deploys it as `deckhand-STAGE` and listens to its topic. */
export async function deployed(aws: Aws, stage: string, config: string): Promise<Deployed> {
  const outputs = await deploy(aws, `deckhand-${stage}`, packageWith(config, stage));
  const told = await subscribe(aws, outputs.TopicArn ?? '', `people-of-${stage}`);
  const env = {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  return {
    stage,
    outputs,
    told,
    deckhand: async (...words) => {
      const ran = await deckhand([...words, '--stage', stage, '--json'], { env });
      if (ran.code === 0) return JSON.parse(ran.stdout);
      throw new Error(`deckhand ${words.join(' ')}: ${ran.stderr}${ran.stdout}`);
    },
  };
}
