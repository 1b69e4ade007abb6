import type { ConformanceCase } from '../case';
import { futureCases } from './future-cases';
import { givenSlotsCases } from './given-cases';
import { causalGradientCases } from './gradient-cases';
import { causalSelectCases } from './select-cases';
import { thresholdCases } from './threshold-cases';

/** Heads that do not look ahead, but for their layers, which are among those of all heads. */
export function causalCases(): ConformanceCase[] {
  return [
    ...causalSelectCases(),
    ...thresholdCases(),
    ...givenSlotsCases(),
    ...causalGradientCases(),
    ...futureCases(),
  ];
}
