import { ApiError, type Dice } from './types.ts';

/**
 * What may go wrong with a call. `throttle`, `server-error` and `deny` are answers of AWS; `network` loses the
 * request, `lost-answer` loses the answer of a call that was carried out; `crash-before` and `crash-after` end
 * the calling Lambda invocation, as when its process is killed.
 */
export type FaultKind =
  | 'throttle'
  | 'server-error'
  | 'deny'
  | 'network'
  | 'lost-answer'
  | 'crash-before'
  | 'crash-after';

/** Which calls; an absent field fits every call. */
type FaultMatch = {
  readonly principal?: string;
  readonly service?: string;
  readonly action?: string;
  /** Which call of one invocation, counted from 1. */
  readonly call?: number;
};

type Fault = FaultMatch & { readonly kind: FaultKind };

export type Faults = {
  /** The next `times` (1 unless told) fitting calls go wrong. */
  readonly next: (fault: Fault & { readonly times?: number }) => void;
  /** Every fitting call goes wrong with this probability. */
  readonly sometimes: (fault: Fault & { readonly probability: number }) => void;
  /** Nothing goes wrong any more. */
  readonly clear: () => void;
  /** What goes wrong with this call, if anything: asking uses up a planned fault. */
  readonly strike: (
    call: Required<Omit<FaultMatch, 'call'>> & { call?: number },
  ) => FaultKind | null;
};

export function createFaults(dice: Dice): Faults {
  let planned: { readonly fault: Fault; left: number; readonly probability: number }[] = [];
  return {
    next: ({ times = 1, ...fault }) => {
      planned.push({ fault, left: times, probability: 1 });
    },
    sometimes: ({ probability, ...fault }) => {
      planned.push({ fault, left: Number.POSITIVE_INFINITY, probability });
    },
    clear: () => {
      planned = [];
    },
    strike(call) {
      const struck = planned.find(
        ({ fault, left, probability }) =>
          left > 0 && fits(fault, call) && (probability === 1 || dice.next() < probability),
      );
      if (!struck) return null;
      struck.left -= 1;
      return struck.fault.kind;
    },
  };
}

const fits = (fault: FaultMatch, call: FaultMatch): boolean =>
  (fault.principal === undefined || fault.principal === call.principal) &&
  (fault.service === undefined || fault.service === call.service) &&
  (fault.action === undefined || fault.action === call.action) &&
  (fault.call === undefined || fault.call === call.call);

const throttles: { readonly [service: string]: ApiError } = {
  dynamodb: new ApiError('ThrottlingException', 'Rate of requests exceeds the allowed throughput.'),
  sqs: new ApiError('RequestThrottled', 'Rate exceeded', 403),
  sns: new ApiError('Throttled', 'Rate exceeded', 429),
  elasticloadbalancing: new ApiError('Throttling', 'Rate exceeded'),
  scheduler: new ApiError('ThrottlingException', 'Rate exceeded', 429),
};

/** The refusal that AWS answers for a fault, or `null` where the fault is no answer. */
export function refusalOf(kind: FaultKind, service: string): ApiError | null {
  if (kind === 'throttle') {
    return throttles[service] ?? new ApiError('ThrottlingException', 'Rate exceeded');
  }
  if (kind === 'server-error') return new ApiError('InternalFailure', 'Internal failure', 500);
  return null;
}

/** What a broken connection looks like to an SDK client. */
export function networkError(): Error {
  return Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
}
