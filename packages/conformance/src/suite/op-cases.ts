import { type ConformanceCase, groupOf } from './case';
import { joinedCases } from './joined-cases';
import { binaryCases } from './ops/binary';
import { castCases } from './ops/casts';
import { movementCases } from './ops/movement';
import { productCases } from './ops/products';
import { rankingCases } from './ops/ranking';
import { reductionCases } from './ops/reductions';
import { rowCases } from './ops/rows';
import { runningSumCases } from './ops/running-sums';
import { setRowsCases } from './ops/set-rows';
import { softmaxCases } from './ops/softmax';
import { specialValueCases } from './ops/special-values';
import { unaryCases } from './ops/unary';
import { whereCases } from './ops/where';

/** Every primitive of the tensor interface: shapes, broadcasting, dtypes, sizes, and the values that its doc comment defines. */
export function opCases(): ConformanceCase[] {
  const cases = [
    ...unaryCases(),
    ...binaryCases(),
    ...whereCases(),
    ...castCases(),
    ...movementCases(),
    ...reductionCases(),
    ...productCases(),
    ...softmaxCases(),
    ...runningSumCases(),
    ...rowCases(),
    ...setRowsCases(),
    ...rankingCases(),
    ...specialValueCases(),
  ];
  // Integers apart, since a backend may hold few of them.
  return joinedCases(cases, ({ id }) => `${groupOf(id)}:${/int32/.test(id) ? 'int32' : 'small'}`);
}
