/** All pages of a list, one after the other: `ask` answers one page and the token of the next. */
export async function allPages<T>(
  ask: (token: string | undefined) => Promise<{
    readonly items: readonly T[] | undefined;
    readonly next: string | undefined;
  }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items = [], next } = await ask(token);
    for (const item of items) all.push(item);
    if (next !== undefined && next === token) throw new Error('the same page was answered twice');
    token = next;
  } while (token !== undefined);
  return all;
}

/** In groups of `size` at most, for calls that take so many. */
export function inGroupsOf<T>(size: number, items: readonly T[]): readonly (readonly T[])[] {
  const groups: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += size) groups.push(items.slice(at, at + size));
  return groups;
}
