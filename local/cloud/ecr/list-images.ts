import { z } from 'zod';
import { page } from '../action.ts';
import type { ApiAction } from '../types.ts';
import { passes, TagFilter } from './state/image-ids.ts';
import type { Image, Registry } from './state/registry.ts';
import { repositoryAction } from './state/repository-action.ts';

const Input = z.looseObject({
  repositoryName: z.string(),
  filter: TagFilter.optional(),
  maxResults: z.number().min(1).max(1_000).default(100),
  nextToken: z.string().optional(),
});

/** One id per tag; an image without tags has one with its digest alone. */
export function listImages(registry: Registry): ApiAction {
  return repositoryAction(registry, 'ListImages', Input, (repository, input) => {
    const ids = [...repository.images.values()]
      .filter(({ tags }) => passes(input.filter, tags))
      .flatMap(idsOf);
    const shown = page(ids, input.nextToken, input.maxResults);
    return { imageIds: shown.items, nextToken: shown.nextToken };
  });
}

const idsOf = ({ digest, tags }: Image) =>
  tags.size === 0
    ? [{ imageDigest: digest }]
    : [...tags].map((imageTag) => ({ imageDigest: digest, imageTag }));
