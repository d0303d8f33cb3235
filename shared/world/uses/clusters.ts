import { type ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { once } from '../deferred.ts';
import { allPages } from './pages.ts';

/** The ARNs of all clusters, asked for once. */
export const clusters = (client: ECSClient): (() => Promise<readonly string[]>) =>
  once(() =>
    allPages(async (nextToken) => {
      const answer = await client.send(new ListClustersCommand({ nextToken }));
      return { items: answer.clusterArns, next: answer.nextToken };
    }),
  );
