import { z } from 'zod';
import { action } from '../action.ts';
import { ApiError, type Body, type Kernel, type Permission, type Service } from '../types.ts';

type Parameter = { name: string; type: string; value: string; version: number; modifiedAt: number };

const Names = z.object({
  Names: z.array(z.string()).max(10),
  WithDecryption: z.boolean().optional(),
});
const GetParameter = z.object({ Name: z.string(), WithDecryption: z.boolean().optional() });
const PutParameter = z.object({
  Name: z.string(),
  Value: z.string(),
  Type: z.enum(['String', 'StringList', 'SecureString']).optional(),
  Overwrite: z.boolean().optional(),
});

export type Ssm = {
  readonly service: Service;
  readonly put: (name: string, value: string, type?: string) => number;
};

/** Systems Manager's Parameter Store. A SecureString is only readable `WithDecryption`. */
export function createSsm(kernel: Kernel): Ssm {
  const parameters = new Map<string, Parameter>();
  const arn = (name: string): string =>
    `arn:${kernel.partition}:ssm:${kernel.region}:${kernel.account}:parameter/${name.replace(/^\//, '')}`;
  const on =
    (operation: string) =>
    (names: readonly string[]): Permission[] =>
      names.map((name) => ({ action: `ssm:${operation}`, resource: arn(name) }));

  function put(name: string, value: string, type = 'String'): number {
    const version = (parameters.get(name)?.version ?? 0) + 1;
    parameters.set(name, { name, type, value, version, modifiedAt: kernel.time.now() });
    return version;
  }

  function tell(parameter: Parameter, isDecrypted: boolean): Body {
    const isReadable = parameter.type !== 'SecureString' || isDecrypted;
    return {
      Name: parameter.name,
      Type: parameter.type,
      Value: isReadable ? parameter.value : Buffer.from(parameter.value).toString('base64'),
      Version: parameter.version,
      LastModifiedDate: new Date(parameter.modifiedAt),
      ARN: arn(parameter.name),
      DataType: 'text',
    };
  }

  const actions = {
    GetParameter: action({
      input: GetParameter,
      permissions: ({ Name }) => on('GetParameter')([Name]),
      answer({ Name, WithDecryption = false }) {
        const parameter = parameters.get(Name);
        if (!parameter) throw new ApiError('ParameterNotFound', '');
        return { Parameter: tell(parameter, WithDecryption) };
      },
    }),
    GetParameters: action({
      input: Names,
      permissions: (input) => on('GetParameters')(input.Names),
      answer: (input) => ({
        Parameters: input.Names.flatMap((name) => {
          const parameter = parameters.get(name);
          return parameter ? [tell(parameter, input.WithDecryption ?? false)] : [];
        }),
        InvalidParameters: input.Names.filter((name) => !parameters.has(name)),
      }),
    }),
    PutParameter: action({
      input: PutParameter,
      permissions: ({ Name }) => on('PutParameter')([Name]),
      answer({ Name, Value, Type, Overwrite = false }) {
        if (parameters.has(Name) && !Overwrite) {
          throw new ApiError('ParameterAlreadyExists', 'The parameter already exists.');
        }
        return { Version: put(Name, Value, Type), Tier: 'Standard' };
      },
    }),
  };
  return { service: { name: 'ssm', actions }, put };
}
