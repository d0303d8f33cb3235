import { describe, expect, test } from '@jest/globals';
import { judge, type Statement } from '../../local/cloud/iam.ts';

const aStatement = (given: Partial<Statement>): Statement => ({
  effect: 'Allow',
  actions: ['ecs:RunTask'],
  resources: ['*'],
  conditions: [],
  ...given,
});

const runTask = {
  action: 'ecs:RunTask',
  resource: 'arn:aws:ecs:eu-west-1:1:task-definition/report:7',
  context: { 'ecs:cluster': 'arn:aws:ecs:eu-west-1:1:cluster/prod' },
};

const withCondition = (operator: string, key: string, ...values: string[]) =>
  aStatement({ conditions: [{ operator, key, values }] });

describe('a policy', () => {
  test.each<[string, Statement[], ReturnType<typeof judge>]>([
    ['is silent without statements', [], 'not mentioned'],
    ['allows the action', [aStatement({})], 'allowed'],
    ['does not mind letter case in actions', [aStatement({ actions: ['ECS:runtask'] })], 'allowed'],
    ['allows by wildcard', [aStatement({ actions: ['ecs:Run*'] })], 'allowed'],
    ['allows by one-character wildcard', [aStatement({ actions: ['ecs:RunTas?'] })], 'allowed'],
    ['does not reach other actions', [aStatement({ actions: ['ecs:Stop*'] })], 'not mentioned'],
    [
      'allows on a resource by wildcard',
      [aStatement({ resources: ['arn:aws:ecs:*:1:task-definition/report:*'] })],
      'allowed',
    ],
    [
      'does not reach other resources',
      [aStatement({ resources: ['arn:aws:ecs:*:1:task-definition/other:*'] })],
      'not mentioned',
    ],
    [
      'denies whatever else allows',
      [aStatement({}), aStatement({ effect: 'Deny', actions: ['*'] })],
      'denied',
    ],
    [
      'allows where a condition holds',
      [withCondition('ArnLike', 'ecs:cluster', 'arn:aws:ecs:*:1:cluster/prod')],
      'allowed',
    ],
    [
      'allows where one of several values fits',
      [withCondition('StringEquals', 'ECS:Cluster', 'x', runTask.context['ecs:cluster'])],
      'allowed',
    ],
    [
      'takes StringEquals at its word',
      [withCondition('StringEquals', 'ecs:cluster', 'arn:aws:ecs:*:1:cluster/prod')],
      'not mentioned',
    ],
    ['asks for the key', [withCondition('StringLike', 'ecs:service', '*')], 'not mentioned'],
    [
      'asks for the key only if it is there',
      [withCondition('StringLikeIfExists', 'ecs:service', 'x')],
      'allowed',
    ],
    ['understands Not', [withCondition('StringNotLike', 'ecs:cluster', '*/staging')], 'allowed'],
    ['understands Null', [withCondition('Null', 'ecs:cluster', 'true')], 'not mentioned'],
  ])('%s', (_what, statements, expected) => {
    expect(judge(statements, runTask)).toBe(expected);
  });

  test('with a condition that nobody here knows is an error, not a silent no', () => {
    expect(() => judge([withCondition('DateLessThan', 'ecs:cluster', 'x')], runTask)).toThrow(
      'DateLessThan',
    );
  });
});
