import type { ConformanceCase } from './case';
import { attentionCases } from './corner/attention';
import { drawCases } from './corner/draws';
import { elementwiseCases } from './corner/elementwise';
import { movementCases } from './corner/movement';
import { productCases } from './corner/products';
import { rankingCases } from './corner/ranking';
import { reductionCases } from './corner/reductions';
import { rowWiseCases } from './corner/rows';
import { rowNumberCases } from './corner/rows-by-number';
import { large } from './graph-case';

/**
 * Sizes, ranks and values that kernels treat on their own (powers of two, vectors times matrices, long rows, axes in any
 * order, what is not finite), each between other ops: a wrong answer there must not depend on what a graph reads and gives.
 */
export function cornerCases(): ConformanceCase[] {
  const cases = [
    ...productCases(),
    ...rowWiseCases(),
    ...reductionCases(),
    ...rowNumberCases(),
    ...rankingCases(),
    ...drawCases(),
    ...attentionCases(),
    ...movementCases(),
    ...elementwiseCases(),
  ];
  // Dozens of sizes in each, which a GPU in software takes minutes for; the cases of single ops have them there, too.
  return cases.map(large);
}
