import { z } from 'zod';
import { action } from '../action.ts';
import { ApiError, type Kernel, type Service } from '../types.ts';

type Secret = { readonly arn: string; readonly name: string; value: string; versionId: string };

const GetSecretValue = z.object({ SecretId: z.string() });
const PutSecretValue = z.object({ SecretId: z.string(), SecretString: z.string() });
const CreateSecret = z.object({ Name: z.string(), SecretString: z.string() });

export type SecretsManager = {
  readonly service: Service;
  /** Makes a secret, or gives it another value; answers its ARN. */
  readonly put: (name: string, value: string) => string;
};

/** Secrets Manager: texts by name or ARN. A secret's ARN ends in six characters of its own. */
export function createSecretsManager(kernel: Kernel): SecretsManager {
  const secrets = new Map<string, Secret>();
  const arnOf = (resource: string): string =>
    `arn:${kernel.partition}:secretsmanager:${kernel.region}:${kernel.account}:secret:${resource}`;

  /** By name, ARN, or ARN without its last six characters. */
  const find = (id: string): Secret | undefined =>
    [...secrets.values()].find(({ arn, name }) => id === name || id === arn || id === arnOf(name));

  function put(name: string, value: string): string {
    const versionId = kernel.dice.uuid();
    const known = secrets.get(name);
    const secret = known ?? { name, arn: arnOf(`${name}-${kernel.dice.hex(6)}`), value, versionId };
    Object.assign(secret, { value, versionId });
    secrets.set(name, secret);
    return secret.arn;
  }

  function existing(id: string): Secret {
    const secret = find(id);
    if (secret) return secret;
    const message = "Secrets Manager can't find the specified secret.";
    throw new ApiError('ResourceNotFoundException', message);
  }

  const on =
    (operation: string) =>
    ({ SecretId }: { readonly SecretId: string }) => {
      const resource =
        find(SecretId)?.arn ?? (SecretId.startsWith('arn:') ? SecretId : arnOf(SecretId));
      return [{ action: `secretsmanager:${operation}`, resource }];
    };

  const actions = {
    GetSecretValue: action({
      input: GetSecretValue,
      permissions: on('GetSecretValue'),
      answer({ SecretId }) {
        const { arn, name, value, versionId } = existing(SecretId);
        return {
          ...{ ARN: arn, Name: name, SecretString: value, VersionId: versionId },
          VersionStages: ['AWSCURRENT'],
        };
      },
    }),
    PutSecretValue: action({
      input: PutSecretValue,
      permissions: on('PutSecretValue'),
      answer({ SecretId, SecretString }) {
        const { name } = existing(SecretId);
        return { ARN: put(name, SecretString), Name: name };
      },
    }),
    CreateSecret: action({
      input: CreateSecret,
      answer({ Name, SecretString }) {
        if (find(Name)) {
          const message = `The operation failed because the secret ${Name} already exists.`;
          throw new ApiError('ResourceExistsException', message);
        }
        return { ARN: put(Name, SecretString), Name };
      },
    }),
  };
  return { service: { name: 'secretsmanager', actions }, put };
}
