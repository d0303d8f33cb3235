import { expect, test } from '@jest/globals';
import { readEnv } from '../../shared/config/env.ts';

const complete = {
  TABLE_NAME: 'deckhand-dev',
  LATER_QUEUE_URL: 'https://sqs/later',
  CLEANUP_QUEUE_URL: 'https://sqs/cleanup',
  NOTICES_QUEUE_URL: 'https://sqs/notices.fifo',
  FAILED_QUEUE_URL: 'https://sqs/failed',
  UNDELIVERED_QUEUE_URL: 'https://sqs/undelivered.fifo',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:deckhand-dev',
  AWS_REGION: 'eu-west-1',
  STAGE: 'dev',
};

test('a complete environment is read, with INFO as the log level', () => {
  expect(readEnv(complete)).toEqual({
    tableName: 'deckhand-dev',
    laterQueueUrl: 'https://sqs/later',
    cleanupQueueUrl: 'https://sqs/cleanup',
    noticesQueueUrl: 'https://sqs/notices.fifo',
    failedQueueUrl: 'https://sqs/failed',
    undeliveredQueueUrl: 'https://sqs/undelivered.fifo',
    topicArn: 'arn:aws:sns:eu-west-1:123456789012:deckhand-dev',
    region: 'eu-west-1',
    stage: 'dev',
    logLevel: 'INFO',
  });
});

test('what is optional is read when it is there', () => {
  const optional = {
    AWS_ACCOUNT_ID: '123456789012',
    FUNCTION_TIMEOUT_SECONDS: '30',
    POWERTOOLS_LOG_LEVEL: 'debug',
  };

  expect(readEnv({ ...complete, ...optional })).toMatchObject({
    account: '123456789012',
    functionTimeoutSeconds: 30,
    logLevel: 'DEBUG',
  });
});

test('one error names every variable that is missing or blank', () => {
  const { TABLE_NAME: _, ...others } = complete;

  expect(() => readEnv({ ...others, TOPIC_ARN: ' ', STAGE: undefined })).toThrow(
    "The function's environment is incomplete: TABLE_NAME, TOPIC_ARN, STAGE not set.",
  );
});

test('a value that cannot be read is named, too', () => {
  const wrong = { FUNCTION_TIMEOUT_SECONDS: 'long', POWERTOOLS_LOG_LEVEL: 'loud' };

  expect(() => readEnv({ ...complete, ...wrong })).toThrow(
    /FUNCTION_TIMEOUT_SECONDS is no number; POWERTOOLS_LOG_LEVEL is none of/,
  );
});
