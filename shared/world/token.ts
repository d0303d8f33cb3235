import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { BadInput, nameOf } from '../core/errors.ts';
import type { Connection } from './connection.ts';
import { asking } from './failures.ts';

/** A token that was replaced is in use after so long at the latest. */
const cachedMs = 5 * 60_000;

/** `isFresh`: it was read just now, and reading it once more would give the same. */
type Token = { readonly token: string; readonly isFresh: boolean };

/** Reads tokens out of SSM, and keeps them in memory for five minutes. They are never logged. */
export type Tokens = {
  readonly read: (parameter: string) => Promise<Token>;
  readonly forget: (parameter: string) => void;
};

export function tokens(connection: Connection): Tokens {
  const client = new SSMClient(connection.settings());
  const cache = new Map<string, { readonly token: string; readonly readAtMs: number }>();
  return {
    async read(parameter) {
      const nowMs = connection.clock.now().getTime();
      const cached = cache.get(parameter);
      if (cached && nowMs - cached.readAtMs < cachedMs) {
        return { token: cached.token, isFresh: false };
      }
      const token = await readParameter(client, parameter);
      cache.set(parameter, { token, readAtMs: nowMs });
      return { token, isFresh: true };
    },
    forget: (parameter) => void cache.delete(parameter),
  };
}

async function readParameter(client: SSMClient, parameter: string): Promise<string> {
  const command = new GetParameterCommand({ Name: parameter, WithDecryption: true });
  const { Parameter } = await asking(`ssm:GetParameter on ${parameter}`, async () => {
    try {
      return await client.send(command);
    } catch (cause) {
      if (nameOf(cause) !== 'ParameterNotFound') throw cause;
      throw new BadInput(`there is no SSM parameter ${parameter}: put the token there`, { cause });
    }
  });
  const token = Parameter?.Value?.trim();
  if (!token) throw new BadInput(`the SSM parameter ${parameter} is empty: put the token there`);
  return token;
}
