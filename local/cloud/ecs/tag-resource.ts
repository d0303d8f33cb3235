import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { Tag } from './state/shapes.ts';
import { findTagged } from './state/tagged.ts';

const Input = z.looseObject({ resourceArn: z.string(), tags: z.array(Tag) });

/** Adds tags; one of the same key is replaced. */
export function tagResource(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ resourceArn }) => [{ action: 'ecs:TagResource', resource: resourceArn }],
    answer: ({ resourceArn, tags }) => {
      const tagged = findTagged(ecs, resourceArn);
      const byKey = new Map([...tagged.tags, ...tags].map((tag) => [tag.key, tag]));
      tagged.tags = [...byKey.values()];
      return {};
    },
  });
}
