import { ApiError, type Body } from '../../../local/cloud/types.ts';
import { fargateNetwork, minute, reportDefinition, type Scene } from '../scene.ts';

/** A fleet as the people who made it remember it, apart from what AWS tells of it. */
export type Fleet = {
  readonly scene: Scene;
  /** Task definitions by family, oldest first. */
  readonly families: Map<string, { readonly image: string; isActive: boolean }[]>;
  /** What can start something at any time, by name: the images it would start. */
  readonly starters: Map<string, () => readonly string[]>;
  /** Digests in the order they were pushed. */
  readonly pushed: string[];
};

export const repositories = ['shop/web', 'shop/job'] as const;
export const familyNames = ['f0', 'f1', 'f2', 'f3'] as const;
const tags = ['t0', 't1', 't2', 't3', 't4'] as const;

/** One thing that somebody does: `a` and `b` say with what, counted around. */
export type Step = { readonly does: keyof typeof doing; readonly a: number; readonly b: number };

export const pick = <T>(items: readonly T[], at: number): T => {
  const item = items[at % items.length];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
};

/** Every tag has an image, a minute after the other, and every family a revision; some have a service. */
export async function aFleet(scene: Scene): Promise<Fleet> {
  const fleet: Fleet = { scene, families: new Map(), starters: new Map(), pushed: [] };
  for (const [a] of repositories.entries()) {
    for (const [b] of tags.entries()) {
      await doing.push(fleet, a, b);
      await scene.pass(minute);
    }
  }
  for (const [a] of familyNames.entries()) {
    await doing.define(fleet, a, a);
    await doing.serve(fleet, a, a);
  }
  return fleet;
}

/** What AWS refuses has not happened, as to people. */
export async function does(fleet: Fleet, { does: what, a, b }: Step): Promise<void> {
  try {
    await doing[what](fleet, a, b);
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
  }
}

const doing = {
  push: async (fleet: Fleet, a: number, b: number) => {
    const repository = pick(repositories, a);
    const { tag } = pick([...tags.map((one) => ({ tag: one })), { tag: undefined }], b);
    const platforms = (a + b) % 3 === 0 ? ['linux/amd64', 'linux/arm64'] : [];
    put(fleet, { repository, platforms, ...(tag === undefined ? {} : { tag }) });
  },
  pushAgain: async (fleet: Fleet, a: number, b: number) => {
    put(fleet, { repository: pick(repositories, a), content: `c${b % 2}`, tag: pick(tags, b) });
  },
  sign: async (fleet: Fleet, a: number, b: number) => {
    const digest = pick(fleet.pushed, a * 10 + b);
    const about = b % 2 === 0 ? { subject: { digest } } : {};
    await fleet.scene.call('ecr', 'PutImage', {
      repositoryName: pick(repositories, a),
      imageManifest: JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        layers: [],
        annotations: { n: `${fleet.pushed.length}` },
        ...about,
      }),
      ...(b % 2 === 0 ? {} : { imageTag: `${digest.replace(':', '-')}.sig` }),
    });
  },
  define: async (fleet: Fleet, a: number, b: number) => {
    await define(fleet, pick(familyNames, a), imageFor(fleet, a, b));
  },
  deregister: async (fleet: Fleet, a: number, b: number) => {
    const { name, revision } = revisionOf(fleet, a, b);
    await fleet.scene.call('ecs', 'DeregisterTaskDefinition', { taskDefinition: name });
    revision.isActive = false;
  },
  serve: async (fleet: Fleet, a: number, b: number) => {
    const service = { cluster: 'prod', taskDefinition: pick(familyNames, b) };
    const serviceName = `s${a % 3}`;
    const isThere = fleet.scene.cloud.ecs.services().some((one) => one.serviceName === serviceName);
    if (isThere) {
      await fleet.scene.call('ecs', 'UpdateService', { ...service, service: serviceName });
    } else {
      await fleet.scene.call('ecs', 'CreateService', {
        ...{ ...service, serviceName, desiredCount: b % 2 },
        ...{ launchType: 'FARGATE', networkConfiguration: fargateNetwork },
      });
    }
  },
  scale: async ({ scene }: Fleet, a: number, b: number) => {
    const service = { cluster: 'prod', service: `s${a % 3}`, desiredCount: b % 2 };
    await scene.call('ecs', 'UpdateService', service);
  },
  external: async (fleet: Fleet, a: number, b: number) => {
    const service = { cluster: 'prod', taskDefinition: revisionOf(fleet, a, b).name };
    const serviceName = `x${a}${b}`;
    await fleet.scene.call('ecs', 'CreateService', {
      ...{ ...service, serviceName, desiredCount: 0, deploymentController: { type: 'EXTERNAL' } },
      ...{ launchType: 'FARGATE', networkConfiguration: fargateNetwork },
    });
    const other = revisionOf(fleet, b, a).name;
    const ofSet = { cluster: 'prod', service: serviceName, taskDefinition: other };
    await fleet.scene.call('ecs', 'CreateTaskSet', ofSet);
  },
  run: async (fleet: Fleet, a: number, b: number) => {
    await fleet.scene.runTask({ taskDefinition: revisionOf(fleet, a, b).name });
  },
  schedule: async (fleet: Fleet, a: number, b: number) => {
    const { name, revision } = revisionOf(fleet, a, b);
    const family = pick(familyNames, a);
    const isByFamily = b % 2 === 0;
    const TaskDefinitionArn = `arn:aws:ecs:us-east-1:123456789012:task-definition/${isByFamily ? family : name}`;
    await fleet.scene.call('scheduler', 'CreateSchedule', {
      Name: `c${a}${b}`,
      ScheduleExpression: 'at(2027-01-01T00:00:00)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'DISABLED',
      Target: { ...launcher, EcsParameters: { TaskDefinitionArn } },
    });
    const images = isByFamily ? () => newestOf(fleet, family) : () => [revision.image];
    fleet.starters.set(`schedule c${a}${b}`, images);
  },
  rule: async (fleet: Fleet, a: number, b: number) => {
    const { name, revision } = revisionOf(fleet, a, b);
    const Name = `r${a}${b}`;
    const rule = { Name, ScheduleExpression: 'rate(30 days)', State: 'DISABLED' };
    await fleet.scene.call('events', 'PutRule', rule);
    const TaskDefinitionArn = `arn:aws:ecs:us-east-1:123456789012:task-definition/${name}`;
    const target = { ...launcher, Id: '1', EcsParameters: { TaskDefinitionArn } };
    await fleet.scene.call('events', 'PutTargets', { Rule: Name, Targets: [target] });
    fleet.starters.set(`rule ${Name}`, () => [revision.image]);
  },
  machine: async (fleet: Fleet, a: number, b: number) => {
    const { name, revision } = revisionOf(fleet, a, b);
    const Parameters = { TaskDefinition: name };
    const Resource = 'arn:aws:states:::ecs:runTask.sync';
    const States = { Run: { Type: 'Task', Resource, Parameters, End: true } };
    const definition = JSON.stringify({ StartAt: 'Run', States });
    await fleet.scene.call('states', 'CreateStateMachine', { name: `m${a}${b}`, definition });
    fleet.starters.set(`state machine m${a}${b}`, () => [revision.image]);
  },
  batch: async (fleet: Fleet, a: number, b: number) => {
    const image = imageFor(fleet, a, b);
    const name = `j${a}${b}`;
    const ofJob = { jobDefinitionName: name, containerProperties: { image } };
    await fleet.scene.call('batch', 'RegisterJobDefinition', ofJob);
    fleet.starters.set(`job ${name}`, () => [image]);
  },
  function: async (fleet: Fleet, a: number, b: number) => {
    const ImageUri = imageFor(fleet, a, b);
    const digest = fleet.scene.cloud.ecr.resolve(ImageUri);
    const FunctionName = `l${a}${b}`;
    const ofFunction = { FunctionName, PackageType: 'Image', Code: { ImageUri } };
    await fleet.scene.call('lambda', 'CreateFunction', ofFunction);
    const resolved = digest?.found
      ? `${ImageUri.split(/[@]|:(?=[^/]*$)/)[0]}@${digest.digest}`
      : '';
    fleet.starters.set(`function ${FunctionName}`, () => [resolved]);
  },
} as const;

export async function define(fleet: Fleet, family: string, image: string): Promise<void> {
  const [container] = reportDefinition.containerDefinitions;
  const containerDefinitions = [{ ...container, image }];
  await fleet.scene.register({ ...reportDefinition, family, containerDefinitions });
  const revisions = fleet.families.get(family) ?? [];
  fleet.families.set(family, [...revisions, { image, isActive: true }]);
}

const launcher = {
  Arn: 'arn:aws:ecs:us-east-1:123456789012:cluster/prod',
  RoleArn: 'arn:aws:iam::123456789012:role/launcher',
};

function put({ scene, pushed }: Fleet, push: Parameters<Scene['cloud']['ecr']['push']>[0]): void {
  pushed.push(scene.cloud.ecr.push(push));
}

/** By tag, by digest, or by both. */
function imageFor({ scene, pushed }: Fleet, a: number, b: number): string {
  const { uri, resolve } = scene.cloud.ecr;
  const repository = pick(repositories, a);
  const here = pushed.filter((digest) => resolve(uri(repository, digest))?.found);
  const digest = pick(here, a + 3 * b);
  const byTag = uri(repository, pick(tags, a + b));
  return pick([byTag, uri(repository, digest), `${byTag}@${digest}`], b);
}

function revisionOf({ families }: Fleet, a: number, b: number) {
  const family = pick(familyNames, a);
  const revisions = families.get(family) ?? [];
  const index = b % revisions.length;
  return { name: `${family}:${index + 1}`, revision: pick(revisions, index) };
}

/** What a family without a revision stands for. */
export const newestOf = ({ families }: Fleet, family: string): readonly string[] =>
  (families.get(family) ?? [])
    .filter(({ isActive }) => isActive)
    .slice(-1)
    .map(({ image }) => image);

/** The images of a repository as ECR lists them, archived ones included. */
export async function imagesIn(scene: Scene, repositoryName: string): Promise<readonly Body[]> {
  const filter = { imageStatus: 'ANY' };
  const input = { repositoryName, filter, maxResults: 1_000 };
  const { imageDetails } = await scene.call('ecr', 'DescribeImages', input);
  return Array.isArray(imageDetails) ? imageDetails : [];
}
