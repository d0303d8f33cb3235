import type { AlarmConfiguration, Dimensions } from '../core/alarm.ts';
import { type Arn, parseArn } from '../core/arn.ts';
import { clusterUrl, loadBalancerUrl, serviceUrl, targetGroupUrl } from '../core/console-links.ts';
import type { Link } from '../core/notice.ts';

/** What an alarm is about in ECS and load balancing, as far as its dimensions tell. */
export type Resources = {
  readonly cluster?: string;
  readonly service?: string;
  readonly targetGroupArn?: string;
  readonly loadBalancerArn?: string;
};

/**
 * `AWS/ECS` and Container Insights name clusters and services alike; load balancing names its resources by the end of
 * their ARNs. Source: the metrics and dimensions pages of both.
 */
export function resourcesOf(dimensions: Dimensions, alarmArn: string): Resources {
  const arn = parseArn(alarmArn);
  const { ClusterName, ServiceName, TargetGroup, LoadBalancer } = dimensions;
  return {
    ...(ClusterName ? { cluster: ClusterName } : {}),
    ...(ServiceName ? { service: ServiceName } : {}),
    ...(arn && TargetGroup ? { targetGroupArn: balancing(arn, TargetGroup) } : {}),
    ...(arn && LoadBalancer
      ? { loadBalancerArn: balancing(arn, `loadbalancer/${LoadBalancer}`) }
      : {}),
  };
}

const balancing = ({ partition, region, account }: Arn, resource: string): string =>
  `arn:${partition}:elasticloadbalancing:${region}:${account}:${resource}`;

/** All dimensions of all metrics, and of the time series that it is about; the first of a name wins. */
export function dimensionsOf(
  { metrics }: AlarmConfiguration,
  ofContributor: Dimensions = {},
): Dimensions {
  const all = metrics.toReversed().map(({ dimensions }) => dimensions);
  return Object.assign({}, ...all, ofContributor);
}

/** Links to what the alarm is about. Without a cluster's name, no service is to be found. */
export function linksTo(resources: Resources, alarmArn: string): readonly Link[] {
  const { cluster, service, targetGroupArn, loadBalancerArn } = resources;
  const arn = parseArn(alarmArn);
  if (!arn) return [];
  const ecs = `arn:${arn.partition}:ecs:${arn.region}:${arn.account}:`;
  const clusterArn = `${ecs}cluster/${cluster}`;
  const pages: readonly (readonly [text: string, url: string | null | undefined])[] = [
    [
      'Service',
      cluster && service && serviceUrl(clusterArn, `${ecs}service/${cluster}/${service}`),
    ],
    ['Cluster', cluster && clusterUrl(clusterArn)],
    ['Target group', targetGroupArn && targetGroupUrl(targetGroupArn)],
    ['Load balancer', loadBalancerArn && loadBalancerUrl(loadBalancerArn)],
  ].map(([text, url]) => [text ?? '', url || null]);
  return pages.flatMap(([text, url]) => (url ? [{ text, url }] : []));
}
