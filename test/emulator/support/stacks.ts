import { deckhand } from '../../support/cli.ts';
import { type Aws, region } from './aws.ts';
import { deploy, type Outputs } from './deploy.ts';
import { subscribe } from './messages.ts';
import { packageWith } from './package.ts';

/** Deckhand, deployed to the emulator. */
export type Deployed = {
  readonly stage: string;
  readonly outputs: Outputs;
  readonly templateFile: string;
  /** The properties that the packaged template gives a resource. */
  readonly propertiesOf: (resource: string) => Properties;
  /** What came so far on a queue that is subscribed to the stack's topic. */
  readonly told: () => Promise<readonly string[]>;
  /** Runs a verb of the command line about this stack; answers what it printed with `--json`. */
  readonly deckhand: (...words: readonly string[]) => Promise<unknown>;
};

type Properties = { readonly [name: string]: unknown };

/** Packages Deckhand with this `deckhand.yml`, deploys it as `deckhand-STAGE` and listens to its topic. */
export async function deployed(aws: Aws, stage: string, config: string): Promise<Deployed> {
  const packaged = packageWith(config, stage);
  const outputs = await deploy(aws, `deckhand-${stage}`, packaged);
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
    templateFile: packaged.templateFile,
    propertiesOf: (resource) => JSON.parse(packaged.template).Resources[resource].Properties,
    told,
    deckhand: async (...words) => {
      const ran = await deckhand([...words, '--stage', stage, '--json'], { env });
      if (ran.stderr !== '') throw new Error(`deckhand ${words.join(' ')}: ${ran.stderr}`);
      return JSON.parse(ran.stdout);
    },
  };
}

/** What the suite is about; both are deployed before the first test. */
export type Stacks = {
  readonly cloud: Aws;
  /** One whose mode is act. */
  readonly acts: () => Deployed;
  /** The same with mode observe. */
  readonly observes: () => Deployed;
};

/** Whether people have been told something with this text in it. */
export const saying =
  (text: string) =>
  (told: readonly string[]): boolean =>
    told.some((message) => message.includes(text));
