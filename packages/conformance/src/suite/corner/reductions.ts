import { constantInt, constantScalar, hostTensor, type Shape } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { odd, random } from '../values';
import { named } from './named';

const nan = Number.NaN;
const inf = Number.POSITIVE_INFINITY;

export function reductionCases(): GraphCase[] {
  const sets: [Shape, number[][]][] = [
    [
      [3, 4, 5],
      [
        [0, 1],
        [1, 2],
        [2, 0],
        [1, 0],
        [2, 1, 0],
      ],
    ],
    [
      [2, 3, 4, 5],
      [[0], [2], [1, 2], [0, 2], [3, 1], [1, 3], [3, 0, 2]],
    ],
    [
      [2, 3, 2, 3, 2],
      [[4], [1, 3], [2, 0]],
    ],
    [
      [2, 1, 3, 2, 1, 3],
      [[0], [5], [3, 2]],
    ],
    [
      [14, 13, 140],
      [[0, 1], [1]],
    ],
  ];
  return [
    graphCase(
      'corner/reductions:axes',
      () =>
        named(
          sets.flatMap(([shape], i) => [
            [`x${i}`, odd(shape, i, 99)] as const,
            [`n${i}`, random(shape, i + 9, 'int32', 2e7, 6e7)] as const,
          ]),
        ),
      (ops, inputs) =>
        named(
          sets.flatMap(([shape, each], i) =>
            each.flatMap((axes) => [
              [`sum[${shape}];${axes}`, ops.neg(ops.sum(ops.neg(inputs[`x${i}`]!), axes))] as const,
              [`max[${shape}];${axes}`, ops.neg(ops.max(inputs[`x${i}`]!, axes, true))] as const,
              [`integers[${shape}];${axes}`, ops.neg(ops.max(inputs[`n${i}`]!, axes))] as const,
            ]),
          ),
        ),
    ),
    graphCase(
      'corner/reductions:far',
      () => ({
        none: hostTensor(new Float32Array(80 * 90).fill(-inf), [80, 90]),
        low: random([80, 90], 1, 'float32', -3.4e38, -3.3e38),
        least: hostTensor(new Int32Array(80 * 90).fill(-2147483648), [80, 90], 'int32'),
        many: odd([65540, 4], 2, 99),
        wide: odd([4, 65540], 3, 99),
        mixed: random([4, 90, 3], 4, 'float32', -1, 9),
      }),
      (ops, { none, low, least, many, wide, mixed }) => ({
        none0: ops.neg(ops.max(none!, [0])),
        none1: ops.neg(ops.max(none!, [1])),
        low0: ops.neg(ops.max(low!, [0])),
        low1: ops.neg(ops.max(low!, [1])),
        least0: ops.add(ops.max(least!, [0]), constantInt(ops, 1)),
        least1: ops.add(ops.max(least!, [1]), constantInt(ops, 1)),
        many: ops.neg(ops.sum(many!, [1])),
        wide: ops.neg(ops.max(wide!, [0])),
        broken: ops.neg(
          ops.sum(
            ops.sub(
              mixed!,
              ops.where(
                ops.greater(mixed!, constantScalar(ops, 8.9)),
                ops.constant(Float32Array.of(nan), [], 'float32'),
                mixed!,
              ),
            ),
            [1],
          ),
        ),
        infinite: ops.neg(ops.sum(ops.div(mixed!, constantScalar(ops, 0)), [1])),
      }),
    ),
  ];
}
