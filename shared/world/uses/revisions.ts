import { type ECSClient, ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import { nameOfArn } from '../../core/arn.ts';
import type { Definitions } from './definitions.ts';
import { allPages } from './pages.ts';
import { type Found, type Source, together } from './source.ts';

/** The newest revisions of every family: what people, scripts and rollbacks start next. */
export const previousRevisions = (
  client: ECSClient,
  definitions: Definitions,
  perFamily: number,
): Source => ({
  source: 'previous-revision',
  async look() {
    if (perFamily === 0) return together([]);
    const arns = await allPages(async (nextToken) => {
      const answer = await client.send(
        new ListTaskDefinitionsCommand({ status: 'ACTIVE', sort: 'DESC', nextToken }),
      );
      return { items: answer.taskDefinitionArns, next: answer.nextToken };
    });
    const found: Found[] = [];
    for (const arn of newestOf(arns, perFamily)) {
      const by = `task definition ${nameOfArn(arn)}`;
      found.push(await definitions.usesBy('previous-revision', arn, by));
    }
    return together(found);
  },
});

function newestOf(arns: readonly string[], perFamily: number): readonly string[] {
  const families = new Map<string, (readonly [arn: string, revision: number])[]>();
  for (const arn of arns) {
    const [family = '', revision] = nameOfArn(arn).split(':');
    families.set(family, [...(families.get(family) ?? []), [arn, Number(revision)]]);
  }
  return [...families.values()].flatMap((revisions) =>
    revisions
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, perFamily)
      .map(([arn]) => arn),
  );
}
