import { z } from 'zod';

export const ImageIdentifier = z.looseObject({
  imageDigest: z.string().optional(),
  imageTag: z.string().optional(),
});

export const TagFilter = z.looseObject({
  tagStatus: z.enum(['TAGGED', 'UNTAGGED', 'ANY']).default('ANY'),
  imageStatus: z.enum(['ACTIVE', 'ARCHIVED', 'ACTIVATING', 'ANY']).default('ACTIVE'),
});

/** Whether an image with these tags passes the filter. */
export const passes = (
  filter: z.infer<typeof TagFilter> | undefined,
  tags: ReadonlySet<string>,
): boolean => {
  const wanted = filter?.tagStatus ?? 'ANY';
  return wanted === 'ANY' || wanted === (tags.size > 0 ? 'TAGGED' : 'UNTAGGED');
};
