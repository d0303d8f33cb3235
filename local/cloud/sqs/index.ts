import type { Kernel, Service } from '../types.ts';
import { messageActions } from './messages.ts';
import { queueActions } from './queues.ts';
import { createStore, type Store } from './store.ts';

export type { Message, Queue } from './queue.ts';
export type { Store } from './store.ts';

/** Amazon SQS: standard and FIFO queues, their delays, visibility timeouts and dead-letter queues. */
export function createSqs(kernel: Kernel): { readonly service: Service; readonly queues: Store } {
  const queues = createStore(kernel);
  const actions = { ...queueActions(queues, kernel), ...messageActions(queues) };
  return { service: { name: 'sqs', actions }, queues };
}
