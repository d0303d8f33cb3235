/** Makes `make`'s value at the first call and keeps it: one client per service in a warm container. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * Stands for a part of the world that is loaded when one of its methods is first called, so that a function
 * never pays at cold start for clients it does not use. Every method of `T` must answer a promise.
 */
export function deferred<T extends object>(load: () => Promise<T>): T {
  const loaded = once(load);
  const answer = (_target: object, name: string | symbol) => {
    return async (...args: readonly unknown[]) => {
      const part: object = await loaded();
      return Reflect.apply(Reflect.get(part, name), part, args);
    };
  };
  // A proxy cannot be typed as what it stands for: it answers every name, as `T` does for the names it has.
  return new Proxy({}, { get: answer }) as T;
}
