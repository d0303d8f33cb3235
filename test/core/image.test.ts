import { describe, expect, test } from '@jest/globals';
import { parseImage, repositoryArn } from '../../shared/core/image.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

describe('image references', () => {
  test.each([
    ['vote', { registry: 'docker.io', repository: 'vote', tag: 'latest' }],
    ['vote:1.2.0', { registry: 'docker.io', repository: 'vote', tag: '1.2.0' }],
    ['shop/vote', { registry: 'docker.io', repository: 'shop/vote', tag: 'latest' }],
    ['localhost/vote:1', { registry: 'localhost', repository: 'vote', tag: '1' }],
    ['host:5000/vote', { registry: 'host:5000', repository: 'vote', tag: 'latest' }],
    ['host:5000/a/b:1', { registry: 'host:5000', repository: 'a/b', tag: '1' }],
    [`quay.io/a/b@${digest}`, { registry: 'quay.io', repository: 'a/b', digest }],
    [`quay.io/a/b:1@${digest}`, { registry: 'quay.io', repository: 'a/b', tag: '1', digest }],
    ['public.ecr.aws/shop/x:1', { registry: 'public.ecr.aws', repository: 'shop/x', tag: '1' }],
  ])('%s is read to its parts', (text, parts) => {
    expect(parseImage(text)).toEqual(parts);
  });

  test.each([
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/vote:1', 'aws', 'eu-west-1'],
    ['123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/shop/vote:1', 'aws', 'us-east-1'],
    ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/vote:1', 'aws-cn', 'cn-north-1'],
    ['123456789012.dkr-ecr.eu-west-1.on.aws/shop/vote:1', 'aws', 'eu-west-1'],
    ['123456789012.dkr-ecr-fips.us-gov-west-1.on.aws/shop/vote', 'aws-us-gov', 'us-gov-west-1'],
    ['123456789012.DKR.ECR.us-east-1.amazonaws.com/shop/vote', 'aws', 'us-east-1'],
    ['123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov/shop/vote', 'aws-iso', 'us-iso-east-1'],
  ])('%s is in a private repository', (text, partition, region) => {
    const ecr = parseImage(text)?.ecr;

    expect(ecr).toEqual({ partition, account: '123456789012', region, name: 'shop/vote' });
    expect(ecr && repositoryArn(ecr)).toBe(
      `arn:${partition}:ecr:${region}:123456789012:repository/shop/vote`,
    );
  });

  test.each([
    '',
    '$IMAGE',
    'a b',
    'vote:',
    'vote@sha256:1',
    'Vote:1',
    '/vote',
    'host:5000/',
    'a@b@c',
  ])('"%s" is no image', (text) => {
    expect(parseImage(text)).toBeNull();
  });
});
