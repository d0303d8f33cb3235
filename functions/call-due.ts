import { alarm } from '../shared/alarm/index.ts';
import { rollout } from '../shared/deploy/index.ts';
import { lambdaForCalls } from '../shared/engine/lambda.ts';
import { restart } from '../shared/restart/index.ts';
import { serviceHealth } from '../shared/restart/service/index.ts';

export const handler = lambdaForCalls([restart, serviceHealth, alarm, rollout]);
