import type { Band } from '../query/band.ts';
import type { ComparisonOperator } from '../shapes.ts';

type Comparison = {
  readonly breaches: (value: number, band: Band) => boolean;
  readonly words: string;
};

/** Operators over a threshold see a band whose edges are both the threshold. */
const comparisons: { readonly [operator in ComparisonOperator]: Comparison } = {
  GreaterThanOrEqualToThreshold: {
    breaches: (value, { upper }) => value >= upper,
    words: 'greater than or equal to the threshold',
  },
  GreaterThanThreshold: {
    breaches: (value, { upper }) => value > upper,
    words: 'greater than the threshold',
  },
  LessThanThreshold: {
    breaches: (value, { lower }) => value < lower,
    words: 'less than the threshold',
  },
  LessThanOrEqualToThreshold: {
    breaches: (value, { lower }) => value <= lower,
    words: 'less than or equal to the threshold',
  },
  LessThanLowerOrGreaterThanUpperThreshold: {
    breaches: (value, { lower, upper }) => value < lower || value > upper,
    words: 'less than the lower thresholds',
  },
  LessThanLowerThreshold: {
    breaches: (value, { lower }) => value < lower,
    words: 'less than the lower thresholds',
  },
  GreaterThanUpperThreshold: {
    breaches: (value, { upper }) => value > upper,
    words: 'greater than the upper thresholds',
  },
};

export const comparisonOf = (operator: ComparisonOperator): Comparison => comparisons[operator];
