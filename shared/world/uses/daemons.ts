import {
  DescribeDaemonCommand,
  DescribeDaemonRevisionsCommand,
  type ECSClient,
  ListDaemonsCommand,
} from '@aws-sdk/client-ecs';
import { nameOfArn } from '../../core/arn.ts';
import type { Gap, Use } from '../../core/use.ts';
import { allPages, inGroupsOf } from './pages.ts';
import { type Found, type Source, together } from './source.ts';
import { pinned } from './tasks.ts';

/** DescribeDaemonRevisions takes so many. */
const maxRevisions = 20;

/** Managed daemons, which ECS places on every instance of a capacity provider: what their current revisions run. */
export const daemons = (client: ECSClient, clusters: () => Promise<readonly string[]>): Source => ({
  source: 'daemon',
  async look() {
    const found: Found[] = [];
    for (const clusterArn of await clusters()) {
      const listed = await allPages(async (nextToken) => {
        const answer = await client.send(new ListDaemonsCommand({ clusterArn, nextToken }));
        return { items: answer.daemonSummariesList, next: answer.nextToken };
      });
      for (const { daemonArn = '' } of listed) found.push(await usesOf(client, daemonArn));
    }
    return together(found);
  },
});

async function usesOf(client: ECSClient, daemonArn: string): Promise<Found> {
  const { daemon } = await client.send(new DescribeDaemonCommand({ daemonArn }));
  const arns = (daemon?.currentRevisions ?? []).flatMap(({ arn }) => arn ?? []);
  const uses: Use[] = [];
  const gaps: Gap[] = [];
  for (const group of inGroupsOf(maxRevisions, arns)) {
    const command = new DescribeDaemonRevisionsCommand({ daemonRevisionArns: [...group] });
    const { daemonRevisions = [], failures = [] } = await client.send(command);
    for (const { daemonRevisionArn = '', containerImages = [] } of daemonRevisions) {
      const by = `daemon ${nameOfArn(daemonArn)} revision ${nameOfArn(daemonRevisionArn)}`;
      for (const { image, imageDigest } of containerImages) {
        if (!image) continue;
        uses.push({
          image: imageDigest ? pinned(image, imageDigest) : image,
          source: 'daemon',
          by,
        });
      }
    }
    for (const { arn, reason } of failures) {
      gaps.push({ source: 'daemon', why: `daemon revision ${arn} cannot be described: ${reason}` });
    }
  }
  return { uses, gaps, subjects: 1 };
}
