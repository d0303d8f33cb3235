/**
 * Takes what fits of `text`, whole code points only, and ends it with `…` where something was left
 * out.
 */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = isHighSurrogate(text.charCodeAt(length - 2)) ? length - 2 : length - 1;
  return `${text.slice(0, Math.max(0, end))}…`;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
