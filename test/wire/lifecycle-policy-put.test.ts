import { expect, test } from '@jest/globals';
import { BadInput, NotOurs } from '../../shared/core/errors.ts';
import { readLifecyclePolicyPut } from '../../shared/wire/lifecycle-policy-put.ts';
import { eventNamed } from '../support/events.ts';

const put = eventNamed('images/put-lifecycle-policy');

/** The same event with other details. */
const withDetail = (detail: object): unknown => {
  const event = JSON.parse(JSON.stringify(put));
  return { ...event, detail: { ...event.detail, ...detail } };
};

test('a policy that was put tells of which repository', () => {
  expect(readLifecyclePolicyPut(put)).toMatchObject({
    ...{ kind: 'lifecycle-policy-put', repository: 'shop/vote' },
    ...{ account: '111122223333', region: 'eu-west-1', at: '2026-10-06T02:00:05Z' },
  });
});

test('a call that was refused, another call and another service are not ours', () => {
  const refused = { errorCode: 'AccessDenied', requestParameters: null };

  expect(() => readLifecyclePolicyPut(withDetail(refused))).toThrow(NotOurs);
  expect(() => readLifecyclePolicyPut(withDetail({ eventName: 'PutImage' }))).toThrow(NotOurs);
  expect(() => readLifecyclePolicyPut(eventNamed('run-task'))).toThrow(NotOurs);
});

test('one that does not say of which is malformed', () => {
  const reading = () => readLifecyclePolicyPut(withDetail({ requestParameters: {} }));

  expect(reading).toThrow(BadInput);
  expect(reading).toThrow('detail.requestParameters.repositoryName should be');
});
