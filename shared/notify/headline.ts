import type { Notice } from '../core/notice.ts';

/** Identifiers, numbers and durations, in the forms that titles have them. */
const figures = /\b(?:[0-9a-f]{8,}|\d+(?:\.\d+)?(?:ms|[smhd])?(?: \d+(?:ms|[smhd]))*)\b/gi;

/**
 * A title without its figures, so that "attempt 2 of 3" and "attempt 3 of 3" are the same headline.
 */
export const headlineOf = ({ title }: Notice): string => title.replace(figures, '#').slice(0, 120);
