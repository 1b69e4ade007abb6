import { type HostTensor, hostTensor } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { peaked, random, special } from '../values';

export function softmaxCases(): GraphCase[] {
  const many = (rows: number, columns: number, large = false) =>
    graphCase(
      `op/softmax:shape=[${rows},${columns}]`,
      () => ({ x: random([rows, columns], rows, 'float32', -4, 4) }),
      (ops, { x }) => ops.softmax(x!),
      { large },
    );
  /** Logits so far apart that any maximum but the true one overflows, or leaves nothing but zeros. */
  const steep = (rows: number, columns: number) =>
    graphCase(
      `op/softmax:peaks;shape=[${rows},${columns}]`,
      () => ({ high: peaked([rows, columns], columns, -9000, 3000), low: peaked([rows, columns], rows, -9000, -1000) }),
      (ops, { high, low }) => ({ high: ops.softmax(high!), low: ops.softmax(low!) }),
    );
  return [
    graphCase('op/softmax:shape=[3,7]', { x: random([3, 7], 3, 'float32', -8, 8) }, (ops, { x }) => ops.softmax(x!)),
    graphCase('op/softmax:shape=[2,3,1]', { x: random([2, 3, 1], 3) }, (ops, { x }) => ops.softmax(x!)),
    graphCase('op/softmax:shape=[2,3,2,9]', { x: random([2, 3, 2, 9], 5) }, (ops, { x }) => ops.softmax(x!)),
    graphCase('op/softmax:shape=[5]', { x: random([5], 6) }, (ops, { x }) => ops.softmax(x!)),
    graphCase('op/softmax:large-logits', { x: special([1e4, 1e4, 9.99e3, -1e30]) }, (ops, { x }) => ops.softmax(x!)),
    graphCase('op/softmax:low-logits', { x: special([-1e4, -1e4, -1.0001e4, -1e30]) }, (ops, { x }) => ops.softmax(x!)),
    graphCase('op/softmax:length=1000', { x: random([2, 1000], 4, 'float32', -4, 4) }, (ops, { x }) => ops.softmax(x!)),
    graphCase('op/softmax:shape=[2,1,2,3,5]', { x: random([2, 1, 2, 3, 5], 7, 'float32', -8, 8) }, (ops, { x }) =>
      ops.softmax(x!),
    ),
    graphCase('op/softmax:shape=[2,1,2,1,2,5]', { x: random([2, 1, 2, 1, 2, 5], 8) }, (ops, { x }) => ops.softmax(x!)),
    // Weights down to the smallest that float32 holds.
    graphCase(
      'op/softmax:small-weights',
      { x: hostTensor([0, -80, -20, -40, -3, -60, -12, -30, -50, -70, -84, 1, -10, -25, -35, -5], [2, 8]) },
      (ops, { x }) => ops.softmax(x!),
    ),
    graphCase(
      'op/softmax:not-finite;lengths=9,70,300,2100',
      () => Object.fromEntries([9, 70, 300, 2100].map((n) => [`x${n}`, partlyHidden(n)])),
      (ops, inputs) => Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, ops.softmax(x)])),
    ),
    ...[128, 256, 512, 1024, 2048, 4096].map((n) => many(2, n)),
    many(4100, 8),
    many(1030, 66),
    many(65540, 4, true),
    many(3, 64),
    many(5, 33),
    many(2, 4100),
    many(3, 70001),
    many(65537, 3, true),
    many(66050, 2, true),
    steep(3, 32),
    steep(4, 257),
    steep(4, 1030),
    steep(4, 2051),
    steep(3, 70001),
  ];
}

/** Rows of which the first half, the last half, or every other element is −∞; one with a NaN. */
function partlyHidden(n: number): HostTensor {
  const x = random([4, n], n, 'float32', -4, 4);
  for (let i = 0; i < n; i++) {
    if (i < n / 2) x.data[i] = Number.NEGATIVE_INFINITY;
    if (i > n / 2) x.data[n + i] = Number.NEGATIVE_INFINITY;
    if (i % 2 === 0) x.data[2 * n + i] = Number.NEGATIVE_INFINITY;
  }
  x.data[4 * n - 2] = Number.NaN;
  return x;
}
