import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { SecretRef } from '../config/types/receivers.ts';
import { parseArn } from '../core/arn.ts';
import { BadInput, nameOf } from '../core/errors.ts';
import type { Connection } from './connection.ts';
import { asking } from './failures.ts';

/** A secret that was replaced is in use after so long at the latest. */
const cachedMs = 5 * 60_000;

/**
 * Reads secrets, and keeps them in memory for five minutes. They are never logged, and no error
 * names them.
 */
export type Secrets = {
  /**
   * Calls with the secret. One from memory may have been replaced since: if the call `isRefused`
   * for it, it is read once more; if it is another one by now, the call is made again.
   */
  readonly use: <T>(
    ref: SecretRef,
    call: (secret: string) => Promise<T>,
    isRefused: (thrown: unknown) => boolean,
  ) => Promise<T>;
};

export function secrets(connection: Connection): Secrets {
  const read = reader(connection);
  const cache = new Map<string, { readonly secret: string; readonly readAtMs: number }>();

  async function fresh(ref: SecretRef): Promise<string> {
    const secret = await read(ref);
    cache.set(JSON.stringify(ref), { secret, readAtMs: connection.clock.now().getTime() });
    return secret;
  }

  function remembered(ref: SecretRef): string | null {
    const cached = cache.get(JSON.stringify(ref));
    const isYoung =
      cached !== undefined && connection.clock.now().getTime() - cached.readAtMs < cachedMs;
    return isYoung ? cached.secret : null;
  }

  return {
    async use(ref, call, isRefused) {
      const cached = remembered(ref);
      if (cached === null) return call(await fresh(ref));
      try {
        return await call(cached);
      } catch (thrown) {
        if (!isRefused(thrown)) throw thrown;
        const secret = await fresh(ref);
        if (secret === cached) throw thrown;
        return call(secret);
      }
    },
  };
}

/** What people look for: `the SSM parameter /deckhand/slack-token`. */
export const placeOf = (ref: SecretRef): string =>
  'parameter' in ref
    ? `the SSM parameter ${ref.parameter}`
    : `the secret ${ref.secret}${ref.jsonKey === undefined ? '' : `, key ${ref.jsonKey}`}`;

/** A client is made when there is something to read with it. */
function reader(connection: Connection): (ref: SecretRef) => Promise<string> {
  let ssm: SSMClient | undefined;
  const managers = new Map<string | undefined, SecretsManagerClient>();
  return async (ref) => {
    if ('parameter' in ref) {
      ssm ??= new SSMClient(connection.settings());
      return filled(await readParameter(ssm, ref.parameter), ref);
    }
    const region = parseArn(ref.secret)?.region;
    const manager = managers.get(region) ?? new SecretsManagerClient(connection.settings(region));
    managers.set(region, manager);
    return filled(memberOf(await readSecret(manager, ref.secret), ref), ref);
  };
}

function filled(text: string | undefined, ref: SecretRef): string {
  const secret = text?.trim();
  if (!secret) throw new BadInput(`${placeOf(ref)} is empty: put the secret there`);
  return secret;
}

async function readParameter(client: SSMClient, parameter: string): Promise<string | undefined> {
  const command = new GetParameterCommand({ Name: parameter, WithDecryption: true });
  const { Parameter } = await asking(`ssm:GetParameter on ${parameter}`, () =>
    found({ parameter }, 'ParameterNotFound', () => client.send(command)),
  );
  return Parameter?.Value;
}

async function readSecret(
  client: SecretsManagerClient,
  secret: string,
): Promise<string | undefined> {
  const command = new GetSecretValueCommand({ SecretId: secret });
  const { SecretString } = await asking(`secretsmanager:GetSecretValue on ${secret}`, () =>
    found({ secret }, 'ResourceNotFoundException', () => client.send(command)),
  );
  return SecretString;
}

async function found<T>(ref: SecretRef, missing: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (nameOf(cause) !== missing) throw cause;
    throw new BadInput(`${placeOf(ref)} does not exist: put the secret there`, { cause });
  }
}

/** The whole secret, or one member of its JSON. What cannot be read is not quoted. */
function memberOf(text: string | undefined, ref: SecretRef): string | undefined {
  if (text === undefined || !('jsonKey' in ref)) return text;
  const member = Object.entries(objectIn(text)).find(([name]) => name === ref.jsonKey)?.[1];
  if (typeof member === 'string') return member;
  throw new BadInput(`${placeOf(ref)} is not there: the secret has to be JSON with this key`);
}

function objectIn(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    // The error would quote the secret.
    return {};
  }
}
