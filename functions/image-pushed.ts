import { cleanupAfterPush } from '../shared/cleanup/after-push.ts';
import { rollout } from '../shared/deploy/index.ts';
import { lambda } from '../shared/engine/lambda.ts';
import { readImagePushed } from '../shared/wire/image-pushed.ts';

export const handler = lambda(readImagePushed, [rollout, cleanupAfterPush]);
