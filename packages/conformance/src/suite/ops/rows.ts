import { type DType, type HostTensor, hostTensor, type Shape } from '@mosa-js/core';
import { type GraphCase, graphCase, large } from '../graph-case';
import { odd, random, special } from '../values';

const dtypes = ['float32', 'int32', 'bool'] as const;
const rows = (shape: Shape, upTo: number, seed: number) => random(shape, seed, 'int32', 0, upTo);

export function rowCases(): GraphCase[] {
  return [...dtypes.flatMap(gatherCases), ...notFinite(), ...scatterCases()];
}

/** What is gathered from, and the shape of the row numbers. */
const gathers: [Shape, Shape][] = [
  [
    [9, 3],
    [2, 4],
  ],
  [[9], [2, 1, 5]],
  [[7, 4], [6]],
  [[6, 2, 5], [3]],
  [
    [6, 2, 4],
    [2, 3],
  ],
  [
    [5, 2, 3, 2],
    [4, 1, 2],
  ],
  [[5, 3], []],
  [[300, 65], [500]],
  [
    [300, 64],
    [4, 300],
  ],
  // Row numbers that 16 bits do not hold.
  [[70001, 2], [300]],
  [[140004], [70001]],
  [[140004, 4], [257]],
  // Rows that are longer than a group, and more of them than a dimension of a dispatch holds.
  [[7, 130], [9]],
  [
    [5, 257],
    [2, 3],
  ],
  [[4, 300], [5]],
  [[3, 1030], [4]],
  [[9, 2], [65540]],
  [[40, 8], [8200]],
  [[1, 4], [3]],
  [
    [5, 3],
    [2, 1, 3, 2],
  ],
  [[4, 2, 1, 3, 2], [3]],
  [
    [3, 2, 1, 2, 1, 2],
    [2, 2],
  ],
];

function gatherCases(dtype: DType): GraphCase[] {
  return gathers.map(([from, shape], index) =>
    graphCase(
      `op/gather:${dtype};[${from}];rows=[${shape}]`,
      () => ({ x: random(from, index, dtype, -2e9, 2e9), i: withEnds(rows(shape, from[0]!, index + 2), from[0]! - 1) }),
      (ops, { x, i }) => ops.gather(x!, i!),
    ),
  );
}

/** What is not finite stays in its row, and comes with it. */
function notFinite(): GraphCase[] {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const marked = (shape: Shape, seed: number) => {
    const x = random(shape, seed);
    [nan, inf, -inf, nan].forEach((value, i) => {
      x.data[shape[1]! * i + i + 1] = value;
    });
    return x;
  };
  return [
    graphCase(
      'op/gather:not-finite',
      () => ({ x: marked([9, 5], 3), few: special([7, 5, 8, 5], 'int32'), all: rows([3, 9], 9, 4) }),
      (ops, { x, few, all }) => ({ few: ops.gather(x!, few!), all: ops.gather(x!, all!) }),
    ),
    graphCase(
      'op/scatterAdd:not-finite;updates=[130,5]',
      () => ({ x: marked([130, 5], 5), i: rows([130], 40, 6) }),
      (ops, { x, i }) => ops.scatterAdd(i!, x!, 40),
    ),
  ];
}

/** The last row and the first are among them. */
function withEnds(indices: HostTensor, last: number): HostTensor {
  indices.data[0] = last;
  if (indices.data.length > 1) indices.data[indices.data.length - 1] = 0;
  return indices;
}

function scatterCases(): GraphCase[] {
  const updates = (dtype: DType, m: number, d: number) => random([m, d], 8, dtype, -1000, 1000);
  const scatter = (name: string, make: () => { i: HostTensor; u: HostTensor }, count: number) =>
    graphCase(`op/scatterAdd:${name}`, make, (ops, { i, u }) => ops.scatterAdd(i!, u!, count));
  /** Whole numbers, of which none can be left out. */
  const exact = (m: number, d: number, count: number, upTo = count) =>
    scatter(
      `exact;updates=[${m},${d}];rows=${count};${upTo === count ? 'all' : `first ${upTo}`}`,
      () => ({ i: withEnds(rows([m], upTo, m + d), upTo - 1), u: odd([m, d], m, 199) }),
      count,
    );
  const ints = (m: number, d: number, count: number) =>
    scatter(
      `int32;updates=[${m},${d}];rows=${count}`,
      () => ({ i: withEnds(rows([m], count, m), count - 1), u: random([m, d], m, 'int32', -2e9 / m, 2e9 / m) }),
      count,
    );
  return [
    scatter('float32;distinct', () => ({ i: special([4, 0, 2], 'int32'), u: updates('float32', 3, 2) }), 6),
    scatter('float32;one-update', () => ({ i: special([3], 'int32'), u: updates('float32', 1, 5) }), 4),
    scatter('float32;duplicates', () => ({ i: rows([64], 5, 3), u: updates('float32', 64, 3) }), 7),
    scatter('float32;duplicates;vectors', () => ({ i: rows([64], 5, 3), u: updates('float32', 64, 8) }), 7),
    scatter('int32;duplicates', () => ({ i: rows([64], 5, 4), u: updates('int32', 64, 1) }), 5),
    scatter(
      'int32;beyond-2^24',
      () => ({ i: special([1, 1, 0, 1], 'int32'), u: hostTensor([16777217, 2, 33554433, 5], [4, 1], 'int32') }),
      3,
    ),
    scatter('one-row', () => ({ i: rows([40], 1, 5), u: updates('float32', 40, 4) }), 1),
    exact(4503, 2, 5, 1),
    exact(4503, 4, 5, 1),
    exact(10007, 3, 4, 3),
    exact(10007, 4, 2),
    exact(4096, 8, 4),
    exact(33, 65, 5),
    exact(300, 130, 9),
    exact(40, 300, 7),
    exact(9, 1030, 4),
    exact(512, 3, 512),
    exact(300, 1, 65536),
    exact(70001, 1, 30000),
    large(exact(70001, 4, 70001)),
    exact(3000, 2, 140004),
    exact(2 ** 20 - 1, 1, 65537),
    large(exact(2 ** 20 - 1, 1, 300000)),
    ints(10007, 3, 4),
    large(ints(70001, 1, 70001)),
    ints(5000, 4, 1),
    ints(70, 5, 6),
    ints(90, 16, 11),
    ints(40, 70, 3),
  ];
}
