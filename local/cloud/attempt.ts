import { type FaultKind, type Faults, networkError, refusalOf } from './faults.ts';
import { type Life, never } from './life.ts';
import { ApiError, type Body, type CallRecord, type Principal } from './types.ts';

/** One call on its way: who asks which service for what. */
export type Attempt = {
  readonly principal: Principal;
  readonly service: string;
  readonly action: string;
  readonly input: Body;
  readonly life: Life;
};

export type Attempts = {
  /** Carries a call out, unless a fault strikes, and keeps a record of how it went. */
  readonly make: <T>(
    attempt: Attempt,
    perform: (fault: FaultKind | null) => T | Promise<T>,
  ) => Promise<T>;
};

/** What else happens in the world just before a call of a function is made, its number counted within the invocation. */
export type Meanwhile = (
  call: Pick<CallRecord, 'principal' | 'service' | 'action' | 'input' | 'invocation'> & {
    readonly call: number;
  },
) => void | Promise<void>;

export function createAttempts(parts: {
  readonly now: () => number;
  readonly faults: Faults;
  readonly calls: CallRecord[];
  readonly meanwhile?: Meanwhile | undefined;
}): Attempts {
  function record({ principal, service, action, input, life }: Attempt, outcome: string): void {
    const at = parts.now();
    const { invocation } = life;
    parts.calls.push({
      ...{ at, principal: principal.name, service, action, input, outcome },
      invocation,
    });
  }

  return {
    async make(attempt, perform) {
      const { life, service, action } = attempt;
      if (life.isOver()) return never();
      const call = life.countCall();
      const { principal, input } = attempt;
      const { invocation } = life;
      if (invocation > 0) {
        const asked = { principal: principal.name, service, action, input, invocation, call };
        await parts.meanwhile?.(asked);
        if (life.isOver()) return never();
      }
      const fault = parts.faults.strike({
        principal: principal.name,
        service,
        action,
        call,
      });
      if (fault === 'crash-before') return die(life);
      if (fault === 'network') {
        record(attempt, 'network');
        throw networkError();
      }
      try {
        const refusal = fault && refusalOf(fault, service);
        if (refusal) throw refusal;
        const answer = await perform(fault);
        record(attempt, 'ok');
        if (fault === 'crash-after') return die(life);
        // Another call of the same process may have killed it meanwhile.
        if (life.isOver()) return never();
        if (fault === 'lost-answer') throw networkError();
        return answer;
      } catch (error) {
        if (error instanceof ApiError) record(attempt, error.code);
        throw error;
      }
    },
  };
}

function die<T>(life: Life): Promise<T> {
  life.end();
  return never();
}
