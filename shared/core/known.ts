/**
 * What looking gave: a value, or the reason why nobody could look. "Nothing found" is a *known* empty
 * value; "could not look" never is. An unknown permits nothing destructive.
 */
export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly why: string };

export const known = <T>(value: T): Known<T> => ({ known: true, value });

export const unknown = (why: string): { readonly known: false; readonly why: string } => ({
  known: false,
  why,
});

/** Another question of what is known; what is unknown stays unknown, for the same reason. */
export function ask<T, U>(fact: Known<T>, question: (value: T) => U): Known<U> {
  return fact.known ? known(question(fact.value)) : fact;
}
