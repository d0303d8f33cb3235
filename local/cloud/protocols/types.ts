import type { WireResponse } from '../http.ts';
import type { ApiError, Body } from '../types.ts';

/** An API call as it was read from the wire, and how its caller wants to be answered. */
export type WireCall = {
  readonly service: string;
  readonly action: string;
  readonly input: Body;
  readonly region: string;
  readonly answer: (output: Body, requestId: string) => WireResponse;
  readonly refuse: (error: ApiError, requestId: string) => WireResponse;
};
