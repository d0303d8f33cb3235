import { DescribeTaskDefinitionCommand, type ECSClient } from '@aws-sdk/client-ecs';
import { familyAndRevision } from '../../core/arn.ts';
import { messageOf, nameOf } from '../../core/errors.ts';
import type { Use, UseSource } from '../../core/use.ts';
import { once } from '../deferred.ts';
import { type Found, nothingFound } from './source.ts';

/** What was described, by reference. A revision never changes, so those may be kept from look to look. */
export type Described = Map<string, () => Promise<readonly string[] | null>>;

/** Task definitions, each asked for once however many things refer to it. */
export type Definitions = {
  /** The uses of whatever `reference` names: an ARN, `family:revision`, or a family, whose newest revision is meant. */
  readonly usesBy: (source: UseSource, reference: string, by: string) => Promise<Found>;
};

export function definitions(client: ECSClient, revisions: Described): Definitions {
  const asked: Described = new Map();

  function imagesOf(reference: string): Promise<readonly string[] | null> {
    const kept = familyAndRevision(reference).revision === undefined ? asked : revisions;
    const known = kept.get(reference) ?? once(() => describe(client, reference));
    kept.set(reference, known);
    // A failure is not kept: the next look asks again.
    return known().catch((thrown: unknown) => {
      kept.delete(reference);
      throw thrown;
    });
  }

  return {
    async usesBy(source, reference, by) {
      const images = await imagesOf(reference);
      // Nothing can be started from a definition that is not there, so it needs no image.
      if (images === null) return { ...nothingFound, subjects: 1 };
      const uses = images.map((image): Use => ({ image, source, by }));
      return { uses, gaps: [], subjects: 1 };
    },
  };
}

/** INACTIVE revisions are described like ACTIVE ones; `null` where there is none, or none any more. */
async function describe(client: ECSClient, reference: string): Promise<readonly string[] | null> {
  try {
    const command = new DescribeTaskDefinitionCommand({ taskDefinition: reference });
    const { taskDefinition } = await client.send(command);
    const containers = taskDefinition?.containerDefinitions ?? [];
    return [...new Set(containers.flatMap(({ image }) => image ?? []))];
  } catch (thrown) {
    const isNone =
      nameOf(thrown) === 'ClientException' && /unable to describe/i.test(messageOf(thrown));
    if (isNone) return null;
    throw thrown;
  }
}
