import type { ConformanceCase } from '../case';
import { graphCase } from '../graph-case';
import { random, special } from '../values';

const dtypes = ['float32', 'int32', 'bool'] as const;

export function castCases(): ConformanceCase[] {
  const float = { x: special([1.9, -1.9, 0, -0.5, 1e6, 16777216, -16777216, 0.999]) };
  const int = { x: special([0, 1, -7, 16777216, 2147483647, -2147483648, 256, 65536], 'int32') };
  const bool = { x: special([0, 1, 1], 'bool') };
  const notFinite = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return [
    ...dtypes.flatMap((dtype) => [
      graphCase(`op/cast:float32-to-${dtype}`, float, (ops, { x }) => ops.cast(x!, dtype)),
      graphCase(`op/cast:int32-to-${dtype}`, int, (ops, { x }) => ops.cast(x!, dtype)),
      graphCase(`op/cast:bool-to-${dtype}`, bool, (ops, { x }) => ops.cast(x!, dtype)),
      graphCase(
        `op/cast:large-to-${dtype}`,
        () => ({
          float: random([70001], 1, 'float32', -3, 3),
          int: random([70001], 2, 'int32', -1e7, 1e7),
          bool: random([70001], 3, 'bool'),
        }),
        (ops, inputs) =>
          Object.fromEntries(Object.entries(inputs).map(([from, x]) => [`from-${from}`, ops.cast(x, dtype)])),
      ),
    ]),
    graphCase(
      'op/cast:NaN-and-infinity-to-bool',
      { x: special([...notFinite, 0, ...notFinite, 1e-30]) },
      (ops, { x }) => ops.cast(x!, 'bool'),
    ),
    graphCase('op/cast:NaN-and-infinity-to-float32', { x: special([...notFinite, 1]) }, (ops, { x }) =>
      ops.cast(x!, 'float32'),
    ),
    graphCase('op/cast:bool-to-float32-then-used', bool, (ops, { x }) =>
      ops.mul(ops.cast(x!, 'float32'), ops.cast(x!, 'float32')),
    ),
  ];
}
