import { alarm } from '../shared/alarm/index.ts';
import { lambda } from '../shared/engine/lambda.ts';
import { readAlarmChanged } from '../shared/wire/alarm-changed.ts';

export const handler = lambda(readAlarmChanged, [alarm]);
