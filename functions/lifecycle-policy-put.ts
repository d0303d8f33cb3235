import { guard } from '../shared/cleanup/guard/index.ts';
import { lambda } from '../shared/engine/lambda.ts';
import { readLifecyclePolicyPut } from '../shared/wire/lifecycle-policy-put.ts';

export const handler = lambda(readLifecyclePolicyPut, [guard]);
