import { familyAndRevision, nameOfArn, parseArn } from './arn.ts';
import { parseImage, repositoryArn } from './image.ts';

type Place = { readonly partition: string; readonly region: string };

const hosts: { readonly [partition: string]: (region: string) => string } = {
  aws: (region) => `${region}.console.aws.amazon.com`,
  'aws-cn': () => 'console.amazonaws.cn',
  'aws-us-gov': () => 'console.amazonaws-us-gov.com',
};

/**
 * Every page of the console takes its region from the query; `null` where we know no console for
 * the partition.
 */
function page({ partition, region }: Place, path: string, fragment = ''): string | null {
  const host = hosts[partition]?.(region);
  return host && region ? `https://${host}/${path}?region=${region}${fragment}` : null;
}

const part = encodeURIComponent;

export function clusterUrl(clusterArn: string): string | null {
  const arn = parseArn(clusterArn);
  return arn && page(arn, `ecs/v2/clusters/${part(nameOfArn(clusterArn))}/services`);
}

/** Takes the cluster's ARN, too: old task and service ARNs do not name it. */
export function serviceUrl(clusterArn: string, serviceArn: string): string | null {
  const arn = parseArn(serviceArn);
  const cluster = part(nameOfArn(clusterArn));
  return (
    arn && page(arn, `ecs/v2/clusters/${cluster}/services/${part(nameOfArn(serviceArn))}/health`)
  );
}

export function taskUrl(clusterArn: string, taskArn: string): string | null {
  const arn = parseArn(taskArn);
  const cluster = part(nameOfArn(clusterArn));
  return (
    arn && page(arn, `ecs/v2/clusters/${cluster}/tasks/${part(nameOfArn(taskArn))}/configuration`)
  );
}

export function taskDefinitionUrl(taskDefinitionArn: string): string | null {
  const arn = parseArn(taskDefinitionArn);
  const { family, revision } = familyAndRevision(taskDefinitionArn);
  const path = `ecs/v2/task-definitions/${part(family)}${revision === undefined ? '' : `/${revision}`}`;
  return arn && page(arn, revision === undefined ? path : `${path}/containers`);
}

/** The region is the log group's, which may be another than the task's (`awslogs-region`). */
export function logStreamUrl(place: Place, group: string, stream: string): string | null {
  const path = `log-group/${twice(group)}/log-events/${twice(stream)}`;
  return page(place, 'cloudwatch/home', `#logsV2:log-groups/${path}`);
}

/**
 * CloudWatch's console reads names from the fragment encoded twice, with `$` for `%`: `/` is
 * `$252F`.
 */
const twice = (name: string): string => part(part(name)).replaceAll('%', '$');

/** An image in a private ECR repository, by digest (`sha256:…`). */
export function imageUrl(repositoryArn: string, digest: string): string | null {
  const arn = parseArn(repositoryArn);
  if (!arn?.resource.startsWith('repository/')) return null;
  const name = arn.resource.slice('repository/'.length);
  return page(arn, `ecr/repositories/private/${arn.account}/${name}/_/image/${digest}/details`);
}

/**
 * The ARN of the private ECR repository that an image reference names, `null` for any other
 * registry.
 */
export function repositoryArnOf(image: string): string | null {
  const ecr = parseImage(image)?.ecr;
  return ecr ? repositoryArn(ecr) : null;
}

/** An alarm's own page. Names may hold anything. */
export function alarmUrl(alarmArn: string): string | null {
  const arn = parseArn(alarmArn);
  if (!arn?.resource.startsWith('alarm:')) return null;
  const name = part(arn.resource.slice('alarm:'.length));
  return page(arn, 'cloudwatch/home', `#alarmsV2:alarm/${name}`);
}

export function targetGroupUrl(targetGroupArn: string): string | null {
  const arn = parseArn(targetGroupArn);
  return arn && page(arn, 'ec2/home', `#TargetGroup:targetGroupArn=${targetGroupArn}`);
}

export function loadBalancerUrl(loadBalancerArn: string): string | null {
  const arn = parseArn(loadBalancerArn);
  return arn && page(arn, 'ec2/home', `#LoadBalancer:loadBalancerArn=${loadBalancerArn}`);
}
