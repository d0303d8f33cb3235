import { guard } from '../shared/cleanup/guard/index.ts';
import { cleanup } from '../shared/cleanup/index.ts';
import { lambdaForCalls } from '../shared/engine/lambda.ts';

export const handler = lambdaForCalls([cleanup, guard], 'cleanup');
