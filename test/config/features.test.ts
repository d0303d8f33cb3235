import { describe, expect, test } from '@jest/globals';
import { features, featuresOf } from '../../shared/config/features.ts';
import { scopesOf } from '../../shared/config/stack/scopes.ts';
import { yml } from '../support/config.ts';
import { everything } from '../support/everything.ts';

const policy = (type: 'expire' | 'transition'): string =>
  type === 'expire'
    ? '{ rules: [{ rulePriority: 1, selection: { tagStatus: any, countType: imageCountMoreThan, countNumber: 9 }, action: { type: expire } }] }'
    : '{ rules: [{ rulePriority: 1, selection: { tagStatus: any, countType: sinceImagePulled, countUnit: days, countNumber: 9 }, action: { type: transition, targetStorageClass: archive } }] }';

const cleanup = (mode: string, type: 'expire' | 'transition' = 'expire'): string =>
  `cleanup: { mode: ${mode}, rules: [{ match: { repository: shop/* }, lifecyclePolicy: ${policy(type)} }] }`;

describe('the features that a configuration asks for', () => {
  test.each<[string, string[]]>([
    ['', ['guard', 'graphs']],
    ['alarm: { graph: false }', ['guard']],
    ['cleanup: { guard: false }', ['graphs']],
    ['restart: { mode: act }', ['restart', 'guard', 'graphs']],
    [
      'restart: { rules: [{ match: { cluster: prod }, mode: act }] }',
      ['restart', 'guard', 'graphs'],
    ],
    ['restart: { crashLoop: { then: rollback } }', ['guard', 'graphs']],
    [
      'restart: { mode: act, crashLoop: { then: pause } }',
      ['restart', 'remedy', 'guard', 'graphs'],
    ],
    ['mode: act', ['restart', 'guard', 'graphs']],
    ['deploy: { mode: act }', ['guard', 'graphs']],
    ['deploy: { mode: act, policy: all }', ['rollout', 'sweep', 'guard', 'graphs']],
    [
      'deploy: { mode: act, policy: all, schedules: true }',
      ['rollout', 'sweep', 'schedules', 'guard', 'graphs'],
    ],
    ['deploy: { rules: [{ match: {}, policy: all }] }', ['sweep', 'guard', 'graphs']],
    [cleanup('observe'), ['cleanup', 'guard', 'graphs']],
    [cleanup('act'), ['cleanup', 'guard', 'deletion', 'graphs']],
    [cleanup('act', 'transition'), ['cleanup', 'guard', 'archival', 'graphs']],
    [
      'notify: { receivers: [{ name: a, slack: { channel: "#a" } }] }',
      ['guard', 'graphs', 'parameters'],
    ],
    [
      'notify: { receivers: [{ name: a, pagerduty: { routingKeySecret: deckhand/p } }] }',
      ['guard', 'graphs', 'secrets'],
    ],
    [
      `{ actByTag: [restart], restart: { crashLoop: { then: pause } } }`,
      ['restart', 'remedy', 'guard', 'graphs'],
    ],
    [`actByTag: [cleanup]\n${cleanup('observe')}`, ['cleanup', 'guard', 'deletion', 'graphs']],
    [`actByTag: [deploy]`, ['rollout', 'sweep', 'guard', 'graphs']],
  ])('%s: %j', (text, expected) => {
    expect([...featuresOf(yml(text))]).toEqual(expected);
  });

  test('can be all that there are', () => {
    expect([...featuresOf(yml(everything))]).toEqual(Object.keys(features));
  });
});

describe('what permissions are narrowed to', () => {
  const scope = (text: string, name: string) => scopesOf(yml(text))[name];

  test('is the clusters, families and services of the rules that may act', () => {
    const text = `
restart:
  rules:
    - { match: { cluster: prod-*, family: report }, mode: act }
    - { match: { cluster: stage, service: web }, mode: act, crashLoop: { then: pause } }
    - { match: { cluster: dev } }
`;

    expect(scope(text, 'restart.clusters')).toEqual(['prod-*', 'stage']);
    expect(scope(text, 'restart.families')).toEqual(['*']);
    expect(scope(text, 'remedy.clusters')).toEqual(['stage']);
    expect(scope(text, 'remedy.services')).toEqual(['web']);
  });

  test('is not narrowed by rules where tags may let all act', () => {
    const text =
      '{ actByTag: [restart], restart: { rules: [{ match: { cluster: prod }, mode: act }] } }';

    expect(scope(text, 'restart.clusters')).toEqual(['*']);
  });

  test('is everything where the globs would not fit into a policy', () => {
    const rules = Array.from({ length: 21 }, (_, n) => `{ match: { cluster: c${n} }, mode: act }`);
    const narrow = `restart: { rules: [${rules.slice(0, 20).join(', ')}] }`;
    const broad = `restart: { rules: [${rules.join(', ')}] }`;

    expect(scope(narrow, 'restart.clusters')).toHaveLength(20);
    expect(scope(broad, 'restart.clusters')).toEqual(['*']);
  });

  test('is the repositories that rules are for, for looking, and that may be deleted from', () => {
    const unguarded = cleanup('observe').replace('{ mode', '{ guard: false, mode');

    expect(scope(unguarded, 'cleanup.repositories')).toEqual(['shop/*']);
    expect(scope(cleanup('observe'), 'cleanup.repositories')).toEqual(['*']);
    expect(scope(cleanup('observe'), 'deletion.repositories')).toEqual([]);
    expect(scope(cleanup('act'), 'deletion.repositories')).toEqual(['shop/*']);
  });

  test('is the topics, parameters and secrets that receivers name, once each', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:deckhand/p';
    const text = `
notify:
  route: { receiver: a }
  receivers:
    - { name: a, slack: { channel: '#a' }, sns: {} }
    - { name: b, slack: { channel: '#b' }, sns: { topicArn: 'arn:aws:sns:eu-west-1:123456789012:b' } }
    - { name: c, pagerduty: { routingKeySecret: '${arn}' } }
    - { name: d, slack: { channel: '#d', tokenSecret: 'deckhand/slack#token' } }
`;

    expect(scope(text, 'topics')).toEqual(['arn:aws:sns:eu-west-1:123456789012:b']);
    expect(scope(text, 'parameters')).toEqual(['/deckhand/slack-token']);
    expect(scope(text, 'secretArns')).toEqual([arn, `${arn}-??????`]);
    expect(scope(text, 'secretNames')).toEqual(['deckhand/slack-??????']);
  });

  test('is the roles that may be passed, any without a word', () => {
    expect(scope('', 'passRoles')).toEqual(['*']);
    expect(scope("passRoles: ['*-task', 'ecsTaskExecutionRole']", 'passRoles')).toEqual([
      '*-task',
      'ecsTaskExecutionRole',
    ]);
  });
});
