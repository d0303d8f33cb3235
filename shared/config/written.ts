import * as z from 'zod';
import { defaults } from './defaults.ts';
import { Alarm } from './written/alarm.ts';
import { Cleanup } from './written/cleanup.ts';
import { Deploy } from './written/deploy.ts';
import { key } from './written/key.ts';
import { Notify } from './written/notify.ts';
import { Restart } from './written/restart.ts';
import { Mode } from './written/settings.ts';
import { stackKeys } from './written/stack.ts';

/** `deckhand.yml` as people write it: one file of `written/` per section. Unknown keys are errors. */
export const WrittenConfig = z.strictObject({
  mode: key(Mode, '`observe` decides and tells; `act` also does it. Holds for everything below.', {
    default: defaults.mode,
  }),
  ...stackKeys,
  restart: key(Restart, 'What becomes of tasks that stop.'),
  cleanup: key(Cleanup, 'What becomes of old images in Amazon ECR.'),
  deploy: key(Deploy, 'What becomes of services when an image is pushed.'),
  alarm: key(Alarm, 'What is told of CloudWatch alarms.'),
  notify: key(Notify, 'Who is told.'),
});

export type WrittenConfig = z.infer<typeof WrittenConfig>;
