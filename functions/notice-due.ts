import { lambdaForNotices } from '../shared/engine/lambda.ts';

export const handler = lambdaForNotices();
