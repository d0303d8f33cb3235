import { lambda } from '../shared/engine/lambda.ts';
import { retirement } from '../shared/restart/retirement/index.ts';
import { readRetirementPlanned } from '../shared/wire/retirement-planned.ts';

export const handler = lambda(readRetirementPlanned, [retirement]);
