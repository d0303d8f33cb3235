import { lambda } from '../shared/engine/lambda.ts';
import { restart } from '../shared/restart/index.ts';
import { serviceHealth } from '../shared/restart/service/index.ts';
import { readTaskStopped } from '../shared/wire/task-stopped.ts';

export const handler = lambda(readTaskStopped, [restart, serviceHealth]);
