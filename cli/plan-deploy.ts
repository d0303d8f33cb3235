import { Command } from 'commander';
import { clusterArnOf, nameOfArn } from '../shared/core/arn.ts';
import type { Decision, Reason } from '../shared/core/decision.ts';
import type { RepositoryName } from '../shared/core/fleet.ts';
import { parseImage } from '../shared/core/image.ts';
import { decideConsider } from '../shared/deploy/consider/decide.ts';
import { fateOfTag } from '../shared/deploy/consider/fate-of-tag.ts';
import { gatherConsider } from '../shared/deploy/consider/gather.ts';
import { forBatch } from '../shared/engine/ask-once.ts';
import type { Setting } from '../shared/engine/setting.ts';
import { readConfigHere } from './config-file.ts';
import { printJson } from './output.ts';
import { printDeploy } from './print-deploy.ts';
import { aboutStack, openStack, type StackOptions } from './stack.ts';
import { WrongUsage } from './wrong-usage.ts';

/** `deckhand plan deploy --image I`: where an image would be rolled out, and why or why not. */
export function planDeploy(): Command {
  return aboutStack(
    new Command('deploy').summary('say where an image would be rolled out, and why or why not'),
  )
    .description(
      'Says for each service that uses the repository whether an image would be rolled out there, and why or why not. ' +
        'Looks at the stack, at ECS and at ECR as they are now; reads only.',
    )
    .requiredOption(
      '--image <image>',
      'an image in ECR, with its tag: shop/vote:1.1.0 in the account and region of the stack, or a whole reference',
    )
    .option(
      '--config <file>',
      'decide by this file; otherwise by deckhand.yml here, if there is one',
    )
    .option(
      '--json',
      'print {image, services: [{service, cluster, rollsOut, verdict, reasons}]} and nothing else',
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ deckhand plan deploy --image shop/vote:1.1.0 --stage prod',
    )
    .action(async ({ image, config: file, json, ...options }: Options) => {
      const config = await readConfigHere(file);
      const asked = readAsked(image);
      const { world, region, account } = await openStack(options);
      const repository = { account, region, ...asked.repository };
      const plan = await planOf({ repository, tag: asked.tag }, forBatch({ world, config }));
      if (json) printJson(plan);
      else printDeploy(plan);
    });
}

type Options = StackOptions & {
  readonly image: string;
  readonly config?: string;
  readonly json?: true;
};

type Asked = { readonly repository: RepositoryName; readonly tag: string };

/** What would become of an image in a service. */
export type PlannedService = {
  readonly service: string;
  readonly cluster: string;
  /** True where this very image would go out now. */
  readonly rollsOut: boolean;
  /** What would be decided about the service as a whole: another image may be newer. */
  readonly verdict: string;
  readonly reasons: readonly Reason[];
};

export type DeployPlan = { readonly image: string; readonly services: readonly PlannedService[] };

/** Without a registry, the account and the region are the stack's. */
function readAsked(text: string): {
  readonly repository: Partial<RepositoryName> & Pick<RepositoryName, 'repository'>;
  readonly tag: string;
} {
  const image = parseImage(text);
  if (!image) throw new WrongUsage(`--image ${text}: this is no image reference`);
  const { ecr, registry, repository, tag } = image;
  if (!ecr && registry !== 'docker.io') {
    throw new WrongUsage(`--image ${text}: ${registry} is no private ECR registry`);
  }
  if (tag === undefined || !text.includes(`:${tag}`)) {
    throw new WrongUsage(`--image ${text}: give its tag, as policies choose among tags`);
  }
  if (!ecr) return { repository: { repository }, tag };
  const { account, region, name } = ecr;
  return { repository: { account, region, repository: name }, tag };
}

/** How many services are looked at side by side: far below what ECS's API lets through. */
const atOnce = 5;

async function planOf(asked: Asked, setting: Setting): Promise<DeployPlan> {
  const found = await setting.world.fleet.servicesUsing(asked.repository);
  const arns = found.map(({ serviceArn }) => serviceArn).sort();
  const services: PlannedService[] = [];
  for (let start = 0; start < arns.length; start += atOnce) {
    const some = arns.slice(start, start + atOnce).map((arn) => planFor(arn, asked, setting));
    services.push(...(await Promise.all(some)));
  }
  return { image: `${asked.repository.repository}:${asked.tag}`, services };
}

async function planFor(
  serviceArn: string,
  { repository: { account, region, repository }, tag }: Asked,
  { world, config }: Setting,
): Promise<PlannedService> {
  const clusterArn = clusterArnOf(serviceArn);
  const because = `${repository}:${tag} was asked about`;
  const call = { what: 'consider', clusterArn, serviceArn, because } as const;
  const facts = await gatherConsider(call, world, config);
  const decision = decideConsider(facts, config);
  const name = `${account}/${region}/${repository}`;
  return {
    service: nameOfArn(serviceArn),
    cluster: nameOfArn(clusterArn),
    rollsOut: rollsOut(decision, repository, tag),
    verdict: decision.verdict,
    reasons: [...fateOfTag({ repository: name, tag }, facts, config), ...decision.reasons],
  };
}

const rollsOut = ({ actions }: Decision, repository: string, tag: string): boolean =>
  actions.some(
    (action) =>
      action.do === 'roll-out' &&
      action.rollout.changes.some((one) => one.repository === repository && one.tag === tag),
  );
