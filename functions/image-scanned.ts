import { rollout } from '../shared/deploy/index.ts';
import { lambda } from '../shared/engine/lambda.ts';
import { readImageScanned } from '../shared/wire/image-scanned.ts';

export const handler = lambda(readImageScanned, [rollout]);
