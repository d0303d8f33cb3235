import { compareNumbers } from '../version.ts';
import type { Order } from './order.ts';

/** A decimal number of any size: `units` of 10 to the minus `decimals`. */
type Decimal = { readonly units: bigint; readonly decimals: number };

/** Flux's `numerical`, ascending. Flux reads numbers as floats, of which large ones are the same; these are exact. */
export const numericalOrder = (): Order<Decimal> => ({
  placeOf: (text) => {
    const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    if (whole === '') return { why: `\`${text}\` is no number` };
    const units = BigInt(whole + fraction);
    return { place: { units: sign === '-' ? -units : units, decimals: fraction.length } };
  },
  compare: (one, other) => {
    const decimals = Math.max(one.decimals, other.decimals);
    return compareNumbers(scaled(one, decimals), scaled(other, decimals));
  },
  objection: () => null,
});

const scaled = ({ units, decimals }: Decimal, to: number): bigint =>
  units * 10n ** BigInt(to - decimals);
