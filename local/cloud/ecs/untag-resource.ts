import { z } from 'zod';
import { action } from '../action.ts';
import type { ApiAction } from '../types.ts';
import type { Ecs } from './state/ecs.ts';
import { findTagged } from './state/tagged.ts';

const Input = z.looseObject({ resourceArn: z.string(), tagKeys: z.array(z.string()) });

export function untagResource(ecs: Ecs): ApiAction {
  return action({
    input: Input,
    permissions: ({ resourceArn }) => [{ action: 'ecs:UntagResource', resource: resourceArn }],
    answer: ({ resourceArn, tagKeys }) => {
      const tagged = findTagged(ecs, resourceArn);
      tagged.tags = tagged.tags.filter(({ key }) => !tagKeys.includes(key));
      return {};
    },
  });
}
