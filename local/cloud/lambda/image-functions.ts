import { z } from 'zod';
import { action, page } from '../action.ts';
import { type ApiAction, ApiError, type Body, type Kernel } from '../types.ts';

/** Resolves an image reference to what is behind it now, or `null`. */
export type Resolve = (
  image: string,
) => { readonly found: boolean; readonly digest?: string } | null;

const Create = z.looseObject({
  FunctionName: z.string(),
  PackageType: z.string().default('Zip'),
  Code: z.looseObject({ ImageUri: z.string().optional() }),
});
const Named = z.looseObject({ FunctionName: z.string(), Qualifier: z.string().optional() });

type Version = { readonly configuration: Body; readonly code: Body };

/**
 * The API of AWS Lambda for functions that are images: made, published, listed. The stack's own functions, which run,
 * are not among them.
 */
export function imageFunctionActions(
  kernel: Kernel,
  resolve: Resolve,
): { readonly [action: string]: ApiAction } {
  const functions = new Map<string, Map<string, Version>>();
  const arnOf = (name: string): string =>
    `arn:${kernel.partition}:lambda:${kernel.region}:${kernel.account}:function:${name}`;

  function codeOf(ImageUri: string | undefined): Body {
    if (ImageUri === undefined) return { RepositoryType: 'S3' };
    const digest = resolve(ImageUri)?.digest;
    if (digest === undefined) {
      const message = `Source image ${ImageUri} does not exist. Provide a valid source image.`;
      throw new ApiError('InvalidParameterValueException', message);
    }
    const [repository = ''] = ImageUri.split('@')[0]?.split(/:(?=[^/]*$)/) ?? [];
    return { RepositoryType: 'ECR', ImageUri, ResolvedImageUri: `${repository}@${digest}` };
  }

  function find({ FunctionName, Qualifier = '$LATEST' }: z.infer<typeof Named>): Version {
    const version = functions.get(FunctionName)?.get(Qualifier);
    if (version) return version;
    const message = `Function not found: ${arnOf(FunctionName)}`;
    throw new ApiError('ResourceNotFoundException', message, 404);
  }

  return {
    CreateFunction: action({
      input: Create,
      answer({ FunctionName, PackageType, Code }) {
        const configuration = {
          ...{ FunctionName, FunctionArn: arnOf(FunctionName), PackageType, Version: '$LATEST' },
        };
        const version = { configuration, code: codeOf(Code.ImageUri) };
        functions.set(FunctionName, new Map([['$LATEST', version]]));
        return configuration;
      },
    }),
    UpdateFunctionCode: action({
      input: Named.extend({ ImageUri: z.string() }),
      answer({ FunctionName, ImageUri }) {
        const { configuration } = find({ FunctionName });
        functions.get(FunctionName)?.set('$LATEST', { configuration, code: codeOf(ImageUri) });
        return configuration;
      },
    }),
    PublishVersion: action({
      input: Named,
      answer({ FunctionName }) {
        const { configuration, code } = find({ FunctionName });
        const versions = functions.get(FunctionName);
        const published = { ...configuration, Version: `${versions?.size ?? 1}` };
        versions?.set(published.Version, { configuration: published, code });
        return published;
      },
    }),
    ListFunctions: action({
      input: z.looseObject({
        FunctionVersion: z.string().optional(),
        Marker: z.string().optional(),
        MaxItems: z.coerce.number().default(50),
      }),
      answer({ FunctionVersion, Marker, MaxItems }) {
        const all = [...functions.values()].flatMap((versions) => [...versions.values()]);
        const shown = page(
          all.filter(
            ({ configuration }) => FunctionVersion === 'ALL' || configuration.Version === '$LATEST',
          ),
          Marker,
          MaxItems,
        );
        const Functions = shown.items.map(({ configuration }) => configuration);
        return { Functions, NextMarker: shown.nextToken };
      },
    }),
    GetFunction: action({
      input: Named,
      answer(input) {
        const { configuration, code } = find(input);
        return { Configuration: configuration, Code: code };
      },
    }),
  };
}
