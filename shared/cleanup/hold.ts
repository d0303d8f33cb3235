import type { Gap } from '../core/use.ts';

const toldAtMost = 3;

/** Why nothing is deleted, in one line: what could not be seen. */
export function holdFor(gaps: readonly Gap[]): string | null {
  if (gaps.length === 0) return null;
  const lines = [...new Set(gaps.map(({ source, why }) => `${source}: ${why}`))];
  const more = lines.length - toldAtMost;
  return [...lines.slice(0, toldAtMost), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
