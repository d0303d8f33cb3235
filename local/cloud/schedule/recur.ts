import type { VirtualTime } from '../types.ts';
import type { Expression } from './expression.ts';

/** Lets something happen whenever an expression says so, within `[startAt, endAt]`; answers how to stop it. */
export function recur(parts: {
  readonly time: VirtualTime;
  readonly expression: Expression;
  readonly what: string;
  readonly happen: () => void | Promise<void>;
  readonly startAt?: number;
  readonly endAt?: number;
  /** Called when it will not happen again. */
  readonly over?: () => void;
}): () => void {
  const { time, expression, startAt = 0, endAt = Number.POSITIVE_INFINITY } = parts;
  let stop = (): void => undefined;

  function plan(after: number): void {
    const next = expression(after);
    if (next === null || next > endAt) {
      parts.over?.();
      return;
    }
    stop = time.after(next - time.now(), parts.what, async () => {
      await parts.happen();
      plan(next);
    });
  }

  plan(Math.max(time.now(), startAt - 1));
  return () => stop();
}
