import type { Notice } from '../../shared/core/notice.ts';
import { aNotice } from './notices.ts';
import type { Scene } from './scene.ts';

/** Puts a notice on the `notices` queue, as an automation would, for the receiver `ops`. */
export async function sendNotice(scene: Scene, given: Partial<Notice> = {}): Promise<void> {
  const at = new Date(scene.cloud.kernel.time.now()).toISOString();
  const notice = aNotice({ at, id: `at-${at}`, ...given });
  const queue = [...scene.cloud.queues.queues.values()].find(({ name }) =>
    /Notices.*fifo/.test(name),
  );
  if (!queue) throw new Error('the stack has no queue of notices');
  await scene.call('sqs', 'SendMessage', {
    QueueUrl: queue.url,
    MessageBody: JSON.stringify({ receiver: 'ops', notice }),
    MessageGroupId: 'ops',
    MessageDeduplicationId: notice.id,
  });
}
