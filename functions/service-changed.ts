import { rollout } from '../shared/deploy/index.ts';
import { lambda } from '../shared/engine/lambda.ts';
import { serviceHealth } from '../shared/restart/service/index.ts';
import { readServiceChanged } from '../shared/wire/service-changed.ts';

export const handler = lambda(readServiceChanged, [rollout, serviceHealth]);
