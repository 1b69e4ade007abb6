import type { HostTensor, Shape } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { odd, random, signs } from '../values';
import { named } from './named';

const nan = Number.NaN;

export function productCases(): GraphCase[] {
  const sizes: [batch: Shape, m: number, k: number, n: number, transposeA?: boolean, transposeB?: boolean][] = [
    [[], 33, 130, 1],
    [[2], 1, 131, 36],
    [[], 64, 64, 64, false, true],
    [[], 128, 32, 256],
    [[], 3, 256, 512, true],
    [[], 2, 1024, 5, false, true],
    [[], 4, 2048, 1024],
    [[2], 5, 2050, 4, false, true],
    [[2], 5, 600, 4, true],
    [[3, 2, 2], 2, 5, 3],
    [[2, 2, 1, 2], 2, 5, 3],
    [[300], 2, 3, 12],
    [[5], 3, 1, 4, true],
    [[], 40, 128, 3],
  ];
  return [
    graphCase(
      'corner/products:sizes',
      () =>
        named(
          sizes.flatMap(([batch, m, k, n, turnA, turnB], i) => {
            const most = Math.min(4095, Math.floor(2 ** 24 / k) | 1);
            return [
              [`a${i}`, odd([...batch, ...(turnA ? [k, m] : [m, k])], i + 1, most)],
              [`b${i}`, signs([...batch, ...(turnB ? [n, k] : [k, n])], i + 40)],
            ] as const;
          }),
        ),
      (ops, inputs) =>
        named(
          sizes.map(([batch, m, k, n, turnA, turnB], i) => [
            `${[...batch, m, k, n]}`,
            ops.neg(ops.matMul(ops.neg(inputs[`a${i}`]!), inputs[`b${i}`]!, turnA, turnB)),
          ]),
        ),
    ),
    graphCase(
      'corner/products:values',
      () => {
        const bad = random([6, 8], 1);
        bad.data[9] = nan;
        const scaled = (x: HostTensor, factor: number): HostTensor => ({
          ...x,
          data: Float32Array.from(x.data, (value) => value * factor),
        });
        return {
          bad,
          zeros: signs([8, 6], 2),
          large: scaled(random([4, 16], 3), 2 ** 70),
          small: scaled(random([16, 4], 4), 2 ** -80),
          square: odd([20, 20], 5, 99),
        };
      },
      (ops, { bad, zeros, large, small, square }) => {
        const double = ops.add(square!, square!);
        return {
          left: ops.neg(ops.matMul(bad!, zeros!)),
          right: ops.neg(ops.matMul(zeros!, bad!)),
          far: ops.neg(ops.matMul(ops.neg(large!), small!)),
          self: ops.neg(ops.matMul(double, double, false, true)),
        };
      },
    ),
  ];
}
