import { describe, expect, test } from '@jest/globals';
import {
  clusterUrl,
  imageUrl,
  logStreamUrl,
  repositoryArnOf,
  serviceUrl,
  taskDefinitionUrl,
  taskUrl,
} from '../../shared/core/console-links.ts';

const ecs = (resource: string, partition = 'aws', region = 'eu-west-1') =>
  `arn:${partition}:ecs:${region}:123456789012:${resource}`;
const cluster = ecs('cluster/prod');

describe('links into the AWS console', () => {
  test.each([
    [
      clusterUrl(cluster),
      'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services?region=eu-west-1',
    ],
    [
      serviceUrl(cluster, ecs('service/prod/vote')),
      'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services/vote/health?region=eu-west-1',
    ],
    [
      taskUrl(cluster, ecs('task/prod/0123abcd')),
      'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/tasks/0123abcd/configuration?region=eu-west-1',
    ],
    [
      taskUrl(cluster, ecs('task/0123abcd')),
      'https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/tasks/0123abcd/configuration?region=eu-west-1',
    ],
    [
      taskDefinitionUrl(ecs('task-definition/vote:7')),
      'https://eu-west-1.console.aws.amazon.com/ecs/v2/task-definitions/vote/7/containers?region=eu-west-1',
    ],
    [
      logStreamUrl({ partition: 'aws', region: 'us-east-1' }, '/ecs/vote', 'app/vote/0123'),
      'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/$252Fecs$252Fvote/log-events/app$252Fvote$252F0123',
    ],
    [
      imageUrl('arn:aws:ecr:eu-west-1:123456789012:repository/shop/vote', 'sha256:ab'),
      'https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/123456789012/shop/vote/_/image/sha256:ab/details?region=eu-west-1',
    ],
  ])('%s', (url, expected) => {
    expect(url).toBe(expected);
  });

  test.each([
    ['aws-cn', 'cn-north-1', 'https://console.amazonaws.cn/ecs/v2/'],
    ['aws-us-gov', 'us-gov-west-1', 'https://console.amazonaws-us-gov.com/ecs/v2/'],
  ])('go to the console of %s', (partition, region, start) => {
    const url = taskUrl(cluster, ecs('task/prod/0123', partition, region));

    expect(url).toMatch(new RegExp(`^${start}`));
    expect(url).toMatch(new RegExp(`region=${region}$`));
  });

  test.each([
    ['no ARN', () => taskUrl(cluster, 'task/prod/0123')],
    ['a partition whose console we do not know', () => taskUrl(cluster, ecs('task/x', 'aws-iso'))],
    ['an ARN without region', () => clusterUrl('arn:aws:ecs::123456789012:cluster/prod')],
    ['an ARN of something else than a repository', () => imageUrl(cluster, 'sha256:ab')],
  ])('are left out for %s', (_what, url) => {
    expect(url()).toBeNull();
  });
});

describe('the repository of an image', () => {
  test.each([
    [
      `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/vote:1.2@sha256:${'ab'.repeat(32)}`,
      'arn:aws:ecr:eu-west-1:123456789012:repository/shop/vote',
    ],
    [
      '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/vote',
      'arn:aws-cn:ecr:cn-north-1:123456789012:repository/vote',
    ],
    [
      '123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/vote:1',
      'arn:aws-us-gov:ecr:us-gov-west-1:123456789012:repository/vote',
    ],
    [
      '123456789012.dkr-ecr.eu-west-1.on.aws/vote',
      'arn:aws:ecr:eu-west-1:123456789012:repository/vote',
    ],
    ['redis:7', null],
    ['public.ecr.aws/docker/library/redis:7', null],
  ])('%s', (image, arn) => {
    expect(repositoryArnOf(image)).toBe(arn);
  });
});
