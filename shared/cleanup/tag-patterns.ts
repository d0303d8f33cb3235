/** Whether one text fits one pattern. */
export type Fits = (tag: string) => boolean;

/**
 * ECR's wildcard: `*` is any run of characters, none included; the whole tag has to match, case and all. Every other
 * character stands for itself, `?` as well.
 * Source: Amazon ECR User Guide, "Lifecycle policy parameters"; that case counts is inferred.
 */
export function fitsPattern(pattern: string): Fits {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return (tag) => tag === pattern;
  if (rest.length === 0 && last === '') return (tag) => tag.startsWith(first);
  return (tag) => {
    if (tag.length < first.length + last.length) return false;
    if (!tag.startsWith(first) || !tag.endsWith(last)) return false;
    return containsInOrder(tag, rest, first.length, tag.length - last.length);
  };
}

export const fitsPrefix =
  (prefix: string): Fits =>
  (tag) =>
    tag.startsWith(prefix);

/** The leftmost place for each part leaves the most room for those after it. */
function containsInOrder(tag: string, parts: readonly string[], from: number, to: number): boolean {
  let at = from;
  for (const part of parts) {
    const found = tag.indexOf(part, at);
    if (found < 0 || found + part.length > to) return false;
    at = found + part.length;
  }
  return true;
}
