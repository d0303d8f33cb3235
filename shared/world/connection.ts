import type { ECSClientConfig } from '@aws-sdk/client-ecs';
import type { Clock } from '../core/world.ts';
import { fewRetries, manyRetries, maxAttempts, patientAttempts } from './retry.ts';

/** What every client of the SDK is made with. */
type ClientSettings = Pick<
  ECSClientConfig,
  'region' | 'requestHandler' | 'retryStrategy' | 'maxAttempts' | 'credentials'
>;

export type RequestHandler = NonNullable<ECSClientConfig['requestHandler']>;
export type Credentials = NonNullable<ECSClientConfig['credentials']>;

/** How to reach AWS: the same for all services, but for the region. */
export type Connection = {
  readonly clock: Clock;
  /** Settings for the stack's region, or for another one. */
  readonly settings: (region?: string) => ClientSettings;
  /** For work that nobody waits for, over thousands of calls: throttling is waited out, and pages may be large. */
  readonly patient: () => ClientSettings;
};

/**
 * Three tries of at most 3 s each leave a Lambda of 30 s the time to write down what went wrong.
 * `throwOnRequestTimeout`: without it the SDK only warns about a request that takes too long.
 */
const network = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
const patientNetwork = { ...network, requestTimeout: 15_000 };

/** For a command line: a person waits rather than reads of a network that was slow, and no Lambda runs out. */
export const networkOfPeople = {
  connectionTimeout: 10_000,
  requestTimeout: 30_000,
  throwOnRequestTimeout: true,
};

export function connection(options: {
  readonly clock: Clock;
  readonly region: string;
  readonly requestHandler?: RequestHandler;
  readonly credentials?: Credentials;
  readonly retryDelayMs?: (attempt: number) => number;
}): Connection {
  const { clock, requestHandler, credentials } = options;
  const retryStrategy = fewRetries(clock, options.retryDelayMs);
  return {
    clock,
    settings: (region = options.region) => ({
      region,
      retryStrategy,
      maxAttempts,
      requestHandler: requestHandler ?? network,
      ...(credentials === undefined ? {} : { credentials }),
    }),
    patient: () => ({
      region: options.region,
      retryStrategy: manyRetries(clock, options.retryDelayMs),
      maxAttempts: patientAttempts,
      requestHandler: requestHandler ?? patientNetwork,
      ...(credentials === undefined ? {} : { credentials }),
    }),
  };
}
