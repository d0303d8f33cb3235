/** The process that one invocation runs in. Once it has died, nothing it asked for is ever answered. */
export type Life = {
  /** Which invocation it is, counted from 1; 0 for callers that are none. */
  readonly invocation: number;
  readonly isOver: () => boolean;
  readonly end: () => void;
  /** Settles when the life ends. */
  readonly ended: Promise<void>;
  /** The number of the call that is made now, counted from 1. */
  readonly countCall: () => number;
  /** How many calls were made so far. */
  readonly calls: () => number;
};

export function createLife(invocation = 0): Life {
  const { promise, resolve } = Promise.withResolvers<void>();
  let over = false;
  let calls = 0;
  return {
    invocation,
    isOver: () => over,
    calls: () => calls,
    end() {
      over = true;
      resolve();
    },
    ended: promise,
    countCall() {
      calls += 1;
      return calls;
    },
  };
}

/** What a dead process gets to see of the world. */
export const never = <T>(): Promise<T> => new Promise<T>(() => {});
