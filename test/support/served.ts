import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCloudServer } from '../../local/cloud/server.ts';
import { deckhand, type Ran } from './cli.ts';
import { openScene, type Scene } from './scene.ts';

/** A scene whose cloud is served over HTTP, and the command line pointed at it. Virtual time stands still. */
export type Served = Scene & {
  readonly deckhand: (...words: readonly string[]) => Promise<Ran>;
  /** What a process of its own finds this cloud by. */
  readonly env: { readonly [name: string]: string };
  readonly close: () => Promise<void>;
};

export async function serve(...options: Parameters<typeof openScene>): Promise<Served> {
  const scene = await openScene(...options);
  const server = createCloudServer(scene.cloud, { speed: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${portOf(server)}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  return {
    ...scene,
    env,
    deckhand: (...words) => deckhand(words, { env }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const portOf = (server: Server): number => {
  const address: AddressInfo | string | null = server.address();
  return address !== null && typeof address !== 'string' ? address.port : 0;
};
