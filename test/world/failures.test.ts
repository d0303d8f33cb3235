import { describe, expect, test } from '@jest/globals';
import { BadInput } from '../../shared/core/errors.ts';
import { failureOf, looking, refusal } from '../../shared/world/failures.ts';

const anError = (name: string, status?: number, message = 'words'): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });

describe('a failed call', () => {
  test.each([
    ['ThrottlingException', 400, 'transient'],
    ['ProvisionedThroughputExceededException', 400, 'transient'],
    ['RequestLimitExceeded', 400, 'transient'],
    ['ExpiredTokenException', 403, 'transient'],
    ['Anything', 429, 'transient'],
    ['Anything', 500, 'transient'],
    ['Anything', 503, 'transient'],
    ['TimeoutError', undefined, 'transient'],
    ['AccessDeniedException', 400, 'denied'],
    ['AuthorizationErrorException', 403, 'denied'],
    ['UnrecognizedClientException', 400, 'denied'],
    ['Forbidden', 403, 'denied'],
    ['ValidationException', 400, 'refused'],
    ['ResourceNotFoundException', 404, 'refused'],
  ])('named %s with status %s is %s', (name, status, expected) => {
    const failure = failureOf(anError(name, status));

    expect(failure).toBe(expected);
  });

  test.each([
    new Error('ECONNRESET'),
    'text',
    null,
    Object.assign(new Error('?'), { $metadata: null }),
  ])('without an answer is transient (%#)', (thrown) => {
    const failure = failureOf(thrown);

    expect(failure).toBe('transient');
  });

  test('keeps its cause, and the family it already has', () => {
    const cause = anError('ValidationException', 400);
    const ours = new BadInput('put the token there');

    const meanings = [refusal('ecs:RunTask', cause), refusal('ecs:RunTask', ours)];

    expect(meanings).toEqual([expect.objectContaining({ cause }), ours]);
  });
});

test('looking at something in a way that AWS refuses is an unknown that says why', async () => {
  const seen = await looking('ecs:DescribeTasks', () =>
    Promise.reject(anError('InvalidParameterException', 400, 'taskId length')),
  );

  expect(seen).toEqual({
    known: false,
    why: 'ecs:DescribeTasks was refused: InvalidParameterException: taskId length',
  });
});
