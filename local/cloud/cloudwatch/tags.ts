import { z } from 'zod';
import { action } from '../action.ts';
import { type ApiAction, ApiError } from '../types.ts';
import { type Alarms, findAlarm } from './alarms/alarms.ts';
import { Tags } from './shapes.ts';

const Arn = z.object({ ResourceARN: z.string() });

/** Tags of alarms. */
export function tagActions(alarms: Alarms): { readonly [name: string]: ApiAction } {
  const on = (name: string) => (input: z.infer<typeof Arn>) => [
    { action: `cloudwatch:${name}`, resource: input.ResourceARN },
  ];

  function tagsOf({ ResourceARN }: z.infer<typeof Arn>): Map<string, string> {
    const alarm = findAlarm(alarms, ResourceARN);
    if (alarm?.arn === ResourceARN) return alarm.tags;
    throw new ApiError('ResourceNotFoundException', `Unknown resource ${ResourceARN}`, 404);
  }

  return {
    TagResource: action({
      input: Arn.extend({ Tags }),
      permissions: on('TagResource'),
      answer(input) {
        for (const { Key, Value } of input.Tags) tagsOf(input).set(Key, Value);
        return {};
      },
    }),
    UntagResource: action({
      input: Arn.extend({ TagKeys: z.array(z.string()) }),
      permissions: on('UntagResource'),
      answer(input) {
        for (const key of input.TagKeys) tagsOf(input).delete(key);
        return {};
      },
    }),
    ListTagsForResource: action({
      input: Arn,
      permissions: on('ListTagsForResource'),
      answer: (input) => ({ Tags: [...tagsOf(input)].map(([Key, Value]) => ({ Key, Value })) }),
    }),
  };
}
