import { describe, expect, test } from '@jest/globals';
import { BadInput, NotOurs } from '../../shared/core/errors.ts';
import { readServiceChanged } from '../../shared/wire/service-changed.ts';
import { eventNamed, eventsIn } from '../support/events.ts';

const serviceArn = 'arn:aws:ecs:eu-west-1:111122223333:service/prod/vote';
const clusterArn = 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod';

describe('a service event', () => {
  test('of type ERROR is trouble, known by the id of its event', () => {
    expect(readServiceChanged(eventNamed('service/fargate-capacity-unavailable'))).toEqual({
      kind: 'service-trouble',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: '2026-10-06T02:09:59.114Z',
      account: '111122223333',
      region: 'eu-west-1',
      serviceArn,
      clusterArn,
      eventType: 'ERROR',
      eventName: 'SERVICE_TASK_PLACEMENT_FAILURE',
      reason: 'RESOURCE:FARGATE',
    });
  });

  test.each(eventsIn('service'))('%s is trouble', (path) => {
    expect(readServiceChanged(eventNamed(path)).kind).toBe('service-trouble');
  });

  test('without a cluster is of the cluster that the ARN of its service names', () => {
    expect(readServiceChanged(eventNamed('service-without-cluster'))).toMatchObject({ clusterArn });
  });
});

test('a failed deployment tells which one, and why', () => {
  expect(readServiceChanged(eventNamed('deployment-failed'))).toEqual({
    kind: 'deployment-failed',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    at: '2026-10-06T02:19:58.501Z',
    account: '111122223333',
    region: 'eu-west-1',
    serviceArn,
    deploymentId: 'ecs-svc/4710983122563089177',
    reason: 'ECS deployment circuit breaker: task failed to start.',
  });
});

test('a deployment under way tells which one', () => {
  expect(readServiceChanged(eventNamed('deployment-in-progress'))).toMatchObject({
    kind: 'deployment-changed',
    state: 'IN_PROGRESS',
    serviceArn,
    deploymentId: 'ecs-svc/4710983122563089177',
  });
});

test.each(['service-steady', 'task-essential-exit'])('%s is not ours', (path) => {
  expect(() => readServiceChanged(eventNamed(path))).toThrow(NotOurs);
});

test.each([
  ['service-without-resources', 'resources should hold the ARN of a service, holds none'],
  ['service-old-arn-without-cluster', 'detail.clusterArn is missing'],
  ['deployment-without-id', 'detail.deploymentId should be a value of type string, is missing'],
])('%s is malformed, and the message says where', (path, message) => {
  const reading = () => readServiceChanged(eventNamed(`malformed/${path}`));

  expect(reading).toThrow(BadInput);
  expect(reading).toThrow(message);
});
