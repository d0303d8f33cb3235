type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields that have a value: others say `undefined` where our types leave a field out. */
export function given<T extends object>(fields: T): Given<T> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  // Object.fromEntries forgets which names go with which values.
  return Object.fromEntries(entries) as Given<T>;
}
