import { ApiError, type Body } from '../types.ts';
import type { Queue } from './queue.ts';

/** Answers each entry of a batch by itself: one that is refused does not hurt the others. */
export function each<E extends { readonly Id: string }>(
  queue: Queue,
  entries: readonly E[],
  answer: (queue: Queue, entry: E) => Body,
): Body {
  if (entries.length === 0) throw new ApiError('EmptyBatchRequest', 'The batch has no entries.');
  if (entries.length > 10) {
    throw new ApiError('TooManyEntriesInBatchRequest', 'A batch has at most 10 entries.');
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new ApiError('BatchEntryIdsNotDistinct', 'Two entries have the same Id.');
  }
  const Successful: Body[] = [];
  const Failed: Body[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...answer(queue, entry) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}
