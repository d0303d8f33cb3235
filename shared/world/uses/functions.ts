import { GetFunctionCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { nameOf } from '../../core/errors.ts';
import type { Use } from '../../core/use.ts';
import type { Connection } from '../connection.ts';
import { allPages } from './pages.ts';
import { type Source, together } from './source.ts';

/**
 * Lambda functions that are images: `$LATEST` and every published version, an alias being a name for one of these.
 * What Lambda resolved when the code was set is a digest; without its image a function goes Inactive.
 */
export function functions(connection: Connection): Source {
  const client = new LambdaClient(connection.patient());
  return {
    source: 'lambda-function',
    async look() {
      const versions = await allPages(async (Marker) => {
        const page = new ListFunctionsCommand({ FunctionVersion: 'ALL', Marker });
        const answer = await client.send(page);
        return { items: answer.Functions, next: answer.NextMarker };
      });
      const uses: Use[] = [];
      for (const { PackageType, FunctionName = '', Version } of versions) {
        if (PackageType !== 'Image') continue;
        for (const image of await imagesOf(client, FunctionName, Version)) {
          uses.push({
            image,
            source: 'lambda-function',
            by: `function ${FunctionName}:${Version}`,
          });
        }
      }
      return { ...together([]), uses, subjects: versions.length };
    },
  };
}

async function imagesOf(
  client: LambdaClient,
  FunctionName: string,
  Qualifier: string | undefined,
): Promise<readonly string[]> {
  try {
    const { Code } = await client.send(new GetFunctionCommand({ FunctionName, Qualifier }));
    return [Code?.ResolvedImageUri, Code?.ImageUri].flatMap((uri) => uri ?? []);
  } catch (thrown) {
    if (nameOf(thrown) === 'ResourceNotFoundException') return [];
    throw thrown;
  }
}
