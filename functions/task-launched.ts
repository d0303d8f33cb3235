import { lambda } from '../shared/engine/lambda.ts';
import { launches } from '../shared/restart/launch/index.ts';
import { readTaskLaunched } from '../shared/wire/task-launched.ts';

export const handler = lambda(readTaskLaunched, [launches]);
