import { describe, expect, test } from '@jest/globals';
import { unanswered } from '../../shared/world/uses/unanswered.ts';

describe('what was listed and not described', () => {
  test.each([
    ['was described', ['a'], [], []],
    ['is gone', [], [{ arn: 'a', reason: 'MISSING' }], []],
    [
      'may not be seen',
      [],
      [{ arn: 'a', reason: 'ACCESS_DENIED' }],
      ['a was not described: ACCESS_DENIED'],
    ],
    ['is not spoken of', [], [], ['a was not described: no answer']],
  ])('is a gap unless it is known to be gone: it %s', (_, described, failures, gaps) => {
    const found = unanswered('service', ['a'], described, failures);

    expect(found.map(({ why }) => why)).toEqual(gaps);
    expect(found.every(({ source }) => source === 'service')).toBe(true);
  });
});
