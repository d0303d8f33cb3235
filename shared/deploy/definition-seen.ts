import type { TaskDefinition } from '../core/definition.ts';
import type { FleetService } from '../core/fleet.ts';
import { given } from '../core/given.ts';
import type { WrittenContainer } from './containers.ts';
import type { DefinitionSeen } from './facts.ts';

/** What the index keeps of a task definition: images, and the labels and tags that are for us. */
export function definitionSeen(definition: TaskDefinition | null): DefinitionSeen | null {
  if (!definition) return null;
  const { containers, tags, registeredBy } = definition;
  const ours = Object.entries(tags).filter(([key]) => key.startsWith('deckhand:'));
  return {
    images: containers.map(({ name, image, labels = {} }) => ({ container: name, image, labels })),
    tags: Object.fromEntries(ours),
    ...given({ registeredBy }),
  };
}

/** The containers of a service in the index, as a task definition would have them. */
export const writtenContainers = ({
  images,
}: Pick<FleetService, 'images'>): readonly WrittenContainer[] =>
  images.map(({ container, image, labels }) => ({ name: container, image, dockerLabels: labels }));
