import { createHash } from 'node:crypto';

/** Twelve characters that stand for a long text where only sameness matters. */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 12);
