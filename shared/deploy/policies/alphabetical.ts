import { compareTexts } from '../version.ts';
import type { Order } from './order.ts';

/** Flux's and Argo CD Image Updater's `alphabetical`, ascending: what comes last is the newest. */
export const alphabeticalOrder = (): Order<string> => ({
  placeOf: (text) => ({ place: text }),
  compare: compareTexts,
  objection: () => null,
});
