/** What the stack tells its functions through their environment. */
export type Env = {
  readonly tableName: string;
  readonly laterQueueUrl: string;
  readonly cleanupQueueUrl: string;
  readonly noticesQueueUrl: string;
  readonly failedQueueUrl: string;
  readonly undeliveredQueueUrl: string;
  readonly topicArn: string;
  readonly region: string;
  readonly account?: string;
  readonly stage: string;
  readonly functionTimeoutSeconds?: number;
  readonly logLevel: LogLevel;
};

const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL', 'SILENT'] as const;

type LogLevel = (typeof logLevels)[number];

/** Variables as a process has them. */
export type Variables = { readonly [name: string]: string | undefined };

const required = {
  tableName: 'TABLE_NAME',
  laterQueueUrl: 'LATER_QUEUE_URL',
  cleanupQueueUrl: 'CLEANUP_QUEUE_URL',
  noticesQueueUrl: 'NOTICES_QUEUE_URL',
  failedQueueUrl: 'FAILED_QUEUE_URL',
  undeliveredQueueUrl: 'UNDELIVERED_QUEUE_URL',
  topicArn: 'TOPIC_ARN',
  region: 'AWS_REGION',
  stage: 'STAGE',
} as const;

/**
 * Reads the environment, and is the only place that does. Optional are `AWS_ACCOUNT_ID`,
 * `FUNCTION_TIMEOUT_SECONDS` and `POWERTOOLS_LOG_LEVEL` (`INFO` without it).
 * Throws one error that names every variable that is missing or cannot be read.
 */
export function readEnv(variables: Variables = process.env): Env {
  const timeout = variables.FUNCTION_TIMEOUT_SECONDS;
  const account = variables.AWS_ACCOUNT_ID;
  const logLevel = readLogLevel(variables.POWERTOOLS_LOG_LEVEL);
  const wrong = Object.values(required).filter((name) => !variables[name]?.trim());
  const problems = wrong.length > 0 ? [`${wrong.join(', ')} not set`] : [];
  if (timeout && !(Number(timeout) > 0)) problems.push('FUNCTION_TIMEOUT_SECONDS is no number');
  if (logLevel === null) problems.push(`POWERTOOLS_LOG_LEVEL is none of ${logLevels.join(', ')}`);
  if (logLevel === null || problems.length > 0) {
    throw new Error(`The function's environment is incomplete: ${problems.join('; ')}.`);
  }
  const text = (key: keyof typeof required): string => variables[required[key]]?.trim() ?? '';
  return {
    tableName: text('tableName'),
    laterQueueUrl: text('laterQueueUrl'),
    cleanupQueueUrl: text('cleanupQueueUrl'),
    noticesQueueUrl: text('noticesQueueUrl'),
    failedQueueUrl: text('failedQueueUrl'),
    undeliveredQueueUrl: text('undeliveredQueueUrl'),
    topicArn: text('topicArn'),
    region: text('region'),
    stage: text('stage'),
    logLevel,
    ...(account && { account }),
    ...(timeout && { functionTimeoutSeconds: Number(timeout) }),
  };
}

function readLogLevel(text: string | undefined): LogLevel | null {
  if (!text) return 'INFO';
  return logLevels.find((level) => level === text.toUpperCase()) ?? null;
}
