import { notRegistered } from '../../core/definition-differences.ts';
import type { Json } from '../../core/json.ts';
import type { ImageChange, RegistrationBody, WireDefinition } from '../../core/rollout.ts';

/**
 * The registration of the next revision: the one before it to the letter, fields that nobody here knows included, but
 * for the images that change and the nine fields that RegisterTaskDefinition does not take. Tags stay, save AWS's own.
 */
export function revised(
  { definition, tags }: WireDefinition,
  changes: readonly Pick<ImageChange, 'container' | 'to'>[],
): RegistrationBody {
  const kept = Object.entries(definition).filter(([field]) => !notRegistered.includes(field));
  const ours = tags.filter(({ key }) => !key.startsWith('aws:'));
  const { containerDefinitions, ...rest } = Object.fromEntries(kept);
  return {
    ...rest,
    containerDefinitions: (Array.isArray(containerDefinitions) ? containerDefinitions : []).map(
      (container: Json) => withImage(container, changes),
    ),
    ...(ours.length > 0 ? { tags: ours } : {}),
  };
}

function withImage(
  container: Json,
  changes: readonly Pick<ImageChange, 'container' | 'to'>[],
): Json {
  if (typeof container !== 'object' || container === null || Array.isArray(container)) {
    return container;
  }
  if (!('name' in container)) return container;
  const change = changes.find((one) => one.container === container.name);
  return change ? { ...container, image: change.to } : container;
}
