import type { WireRequest } from '../http.ts';
import { readInvokeCall } from './invoke.ts';
import { readJsonCall } from './json.ts';
import { readQueryCall } from './query.ts';
import { readRestCall } from './rest.ts';
import type { WireCall } from './types.ts';

/** Which service and action a request is for, whatever protocol it speaks; `null` when nobody here knows. */
export const readCall = (request: WireRequest): WireCall | null =>
  readJsonCall(request) ??
  readRestCall(request) ??
  readInvokeCall(request) ??
  readQueryCall(request);
