import { constantScalar, hostTensor, type Traced } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { peaked, random } from '../values';
import { named } from './named';

const nan = Number.NaN;
const inf = Number.POSITIVE_INFINITY;

/** Softmax, running sums, and maxima of rows. */
export function rowWiseCases(): GraphCase[] {
  const lengths = [64, 128, 256, 512, 1024, 2048, 4096];
  const hidden = (n: number) => {
    const x = random([3, n], n, 'float32', -4, 4);
    for (let i = 0; i < n; i++) {
      if (i < n / 2) x.data[i] = -inf;
      if (i % 3 !== 1) x.data[n + i] = -inf;
    }
    x.data[3 * n - 1] = nan;
    return x;
  };
  const all = (ops: Parameters<Parameters<typeof graphCase>[2]>[0], x: Traced, name: string) =>
    [
      [`softmax${name}`, ops.mul(ops.softmax(x), constantScalar(ops, 2))],
      [`running${name}`, ops.neg(ops.cumulativeSum(ops.neg(ops.neg(x))))],
    ] as const;
  return [
    graphCase(
      'corner/rows:lengths',
      () =>
        named([
          ...lengths.map((n) => [`x${n}`, random([2, n], n, 'float32', -4, 4)] as const),
          ...lengths.map((n) => [`i${n}`, random([2, n], n + 1, 'int32', -1.2e7, 1.2e7)] as const),
          ['ranks', random([2, 1, 3, 2, 5], 2, 'float32', -4, 4)] as const,
          ['four', random([2, 3, 2, 5], 3, 'float32', -4, 4)] as const,
          ['many', random([1100, 70], 4, 'float32', -4, 4)] as const,
          ['most', random([65540, 4], 5, 'float32', -4, 4)] as const,
          ['tall', random([4100, 8], 6, 'float32', -4, 4)] as const,
          ['deep', random([2, 1, 2, 1, 2, 5], 7, 'float32', -4, 4)] as const,
          ['steep', hostTensor([0, -80, -20, -40, -3, -60, -12, -30], [1, 8])] as const,
        ]),
      (ops, inputs) =>
        named([
          ...lengths.flatMap((n) => all(ops, inputs[`x${n}`]!, `${n}`)),
          ...lengths.flatMap((n) => [
            [`integers${n}`, ops.neg(ops.cumulativeSum(inputs[`i${n}`]!))] as const,
            [`largest${n}`, ops.neg(ops.max(inputs[`i${n}`]!, [1]))] as const,
            [`total${n}`, ops.neg(ops.sum(inputs[`i${n}`]!, [1]))] as const,
          ]),
          ...['ranks', 'four', 'many', 'most', 'tall', 'deep', 'steep'].flatMap((name) =>
            all(ops, inputs[name]!, `-${name}`),
          ),
        ]),
    ),
    graphCase(
      'corner/rows:not-finite',
      () => ({
        ...named([7, 9, 70, 300, 2100].map((n) => [`x${n}`, hidden(n)])),
        steep: peaked([4, 7], 6, -9000, 900),
      }),
      (ops, inputs) =>
        named([
          ...Object.entries(inputs).flatMap(([name, x]) => all(ops, x, name)),
          ...[9, 300].flatMap((n) => [
            [`sum${n}`, ops.neg(ops.sum(inputs[`x${n}`]!, [1]))] as const,
            [`columns${n}`, ops.neg(ops.sum(inputs[`x${n}`]!, [0]))] as const,
          ]),
        ]),
    ),
  ];
}
