/** The parts of an ARN that we use. */
export type Arn = {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the account: `task/prod/0123…`. */
  readonly resource: string;
};

/** Reads an ARN, or answers `null` where the text is none. */
export function parseArn(text: string): Arn | null {
  const [arn, partition, service, region, account, ...resource] = text.split(':');
  if (arn !== 'arn' || !partition || !service || resource.length === 0) return null;
  return {
    partition,
    service,
    region: region ?? '',
    account: account ?? '',
    resource: resource.join(':'),
  };
}

/** The last part of an ARN's resource, or the text itself: a cluster's name, a task's id, `family:revision`. */
export const nameOfArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** Of `service/cluster/name`; old ARNs name no cluster, and theirs is `default` as far as anybody can tell. */
export function clusterArnOf(serviceArn: string): string {
  const arn = parseArn(serviceArn);
  if (!arn) return 'default';
  const [, cluster, name] = arn.resource.split('/');
  const { partition, region, account } = arn;
  return `arn:${partition}:ecs:${region}:${account}:cluster/${name ? cluster : 'default'}`;
}

/** `prod/web`: a service as people name it, its cluster first; old ARNs have no cluster. */
export const serviceNameOf = (serviceArn: string): string =>
  serviceArn.slice(serviceArn.indexOf(':service/') + ':service/'.length);

/** Splits `arn:…:task-definition/report:7`, `report:7` or `report` into family and revision. */
export function familyAndRevision(taskDefinition: string): { family: string; revision?: number } {
  const [family = '', revision] = nameOfArn(taskDefinition).split(':');
  return revision === undefined ? { family } : { family, revision: Number(revision) };
}

const partitions: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

/** `cn-north-1` is in `aws-cn`. Source: AWS SDK, partitions.json. */
export const partitionOfRegion = (region: string): string =>
  partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
