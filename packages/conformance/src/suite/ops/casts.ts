import { type GraphCase, graphCase } from '../graph-case';
import { random, special } from '../values';

const dtypes = ['float32', 'int32', 'bool'] as const;

export function castCases(): GraphCase[] {
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
      'op/cast:ranks=0,5,6',
      () => ({
        float: random([2, 1, 3, 2, 2], 4, 'float32', -9, 9),
        int: random([2, 1, 3, 2, 2, 1], 5, 'int32', -2, 2),
        bool: random([2, 1, 3, 2, 1, 3], 6, 'bool'),
        one: special([-7.5]),
      }),
      (ops, { float, int, bool, one }) => ({
        floatToInt: ops.cast(float!, 'int32'),
        floatToBool: ops.cast(float!, 'bool'),
        intToFloat: ops.cast(int!, 'float32'),
        intToBool: ops.cast(int!, 'bool'),
        boolToInt: ops.cast(bool!, 'int32'),
        boolToFloat: ops.cast(bool!, 'float32'),
        scalarToInt: ops.cast(ops.reshape(one!, []), 'int32'),
        scalarToBool: ops.cast(ops.reshape(one!, []), 'bool'),
      }),
    ),
    // Whole numbers of up to 31 bits, of which float32 holds those of 24.
    graphCase(
      'op/cast:wide',
      () => ({ float: random([30, 11], 7, 'float32', -2e9, 2e9), int: random([30, 11], 8, 'int32', -2e9, 2e9) }),
      (ops, { float, int }) => ({
        floatToInt: ops.cast(float!, 'int32'),
        intToInt: ops.cast(int!, 'int32'),
        intToFloat: ops.cast(int!, 'float32'),
        intToBool: ops.cast(int!, 'bool'),
      }),
    ),
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
