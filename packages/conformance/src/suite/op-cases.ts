import {
  type Backend,
  type DType,
  type HostTensor,
  hostTensor,
  type Named,
  randomSource,
  type Shape,
  type TensorOps,
  type Traced,
  trace,
} from '@mosa-js/core';
import { evaluateWithBounds } from '../bounds/evaluate';
import type { ConformanceCase, Verdict } from './case';
import { firstFailure, judge } from './judge';
import { arithmeticOf, runGraph } from './run-graph';

type Ops = TensorOps<Traced>;
type Build = (ops: Ops, inputs: Named<Traced>) => Traced;

/** A case that builds one result from host tensors and is judged element by element. */
export function graphCase(id: string, tensors: Readonly<Record<string, HostTensor>>, build: Build): ConformanceCase {
  return {
    id,
    async run(backend) {
      const graph = trace((ops, inputs) => ({ result: build(ops, inputs) }), { inputs: tensors });
      const expected = evaluateWithBounds(graph, tensors, arithmeticOf(backend));
      const unsupported = beyondIntegers(backend, tensors, expected);
      if (unsupported) return unsupported;
      const actual = await runGraph(backend, graph, tensors);
      return firstFailure(Object.keys(actual).map((name) => judge(actual[name]!, expected[name]!, 'value')));
    },
  };
}

/** The verdict on a case with integers, given or expected, that a backend cannot hold; undefined where it can. */
export function beyondIntegers(
  { capabilities: { integerBits } }: Backend,
  given: Readonly<Record<string, HostTensor>>,
  expected: ReturnType<typeof evaluateWithBounds>,
): Verdict | undefined {
  const tensors = [...Object.values(given), ...Object.values(expected).map(({ value }) => value)];
  const isBeyond = ({ dtype, data }: Pick<HostTensor, 'dtype' | 'data'>) =>
    dtype === 'int32' && data.some((value: number) => Math.abs(value) > 2 ** integerBits);
  if (!tensors.some(isBeyond)) return undefined;
  return { status: 'unsupported', reason: `integers are exact up to 2^${integerBits} only` };
}

/** Seeded elements: float32 in [from, to), int32 whole numbers in the same range, bool evenly. */
export function random(shape: Shape, seed: number, dtype: DType = 'float32', from = -2, to = 2): HostTensor {
  const next = randomSource(seed);
  const size = shape.reduce((a, b) => a * b, 1);
  const value = () => (dtype === 'bool' ? (next() < 0.5 ? 1 : 0) : from + next() * (to - from));
  return hostTensor(Array.from({ length: size }, value), shape, dtype);
}

const special = (values: readonly number[], dtype: DType = 'float32') => hostTensor(values, [values.length], dtype);
const show = (...shapes: Shape[]) => shapes.map((shape) => `[${shape}]`).join('x');
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

/** Every primitive of the tensor interface: shapes, broadcasting, dtypes, and the values that its doc comment defines. */
export function opCases(): ConformanceCase[] {
  return [...unaryCases(), ...binaryCases(), ...whereCases(), ...movementCases(), ...reductionCases(), ...indexCases()];
}

function unaryCases(): ConformanceCase[] {
  const float = ['neg', 'exp', 'log', 'sqrt', 'sigmoid', 'isNaN'] as const;
  const ranges = {
    neg: [-9, 9],
    exp: [-20, 20],
    log: [0.001, 50],
    sqrt: [0, 50],
    sigmoid: [-20, 20],
    isNaN: [-1, 1],
  } as const;
  const extremes = {
    neg: [0, -inf, inf, nan],
    exp: [0, -inf, inf, nan, 88, -80],
    log: [0, 1, inf, nan, -1, -2, -0.3, -inf],
    sqrt: [0, inf, nan, -1, -2, -0.3],
    sigmoid: [0, -inf, inf, nan, 30, -30],
    isNaN: [0, -inf, inf, nan],
  };
  return [
    ...float.flatMap((op, i) => [
      graphCase(`op/${op}:shape=[3,1,5]`, { x: random([3, 1, 5], i, 'float32', ...ranges[op]) }, (ops, { x }) =>
        ops[op](x!),
      ),
      graphCase(`op/${op}:scalar`, { x: random([], i + 20, 'float32', ...ranges[op]) }, (ops, { x }) => ops[op](x!)),
      graphCase(`op/${op}:extremes`, { x: special(extremes[op]) }, (ops, { x }) => ops[op](x!)),
    ]),
    graphCase('op/neg:int32', { x: random([7], 1, 'int32', -2e9, 2e9) }, (ops, { x }) => ops.neg(x!)),
    graphCase('op/not:shape=[4,3]', { x: random([4, 3], 2, 'bool') }, (ops, { x }) => ops.not(x!)),
  ];
}

function binaryCases(): ConformanceCase[] {
  const arithmetic = ['add', 'sub', 'mul', 'maximum', 'minimum'] as const;
  const comparisons = ['greater', 'greaterEqual', 'equal'] as const;
  const pairs: [Shape, Shape][] = [
    [
      [2, 3, 4],
      [2, 3, 4],
    ],
    [
      [2, 1, 4],
      [3, 1],
    ],
    [[], [5]],
  ];
  const cases: ConformanceCase[] = [];
  for (const [index, [a, b]] of pairs.entries()) {
    for (const op of [...arithmetic, 'div'] as const) {
      const tensors = { a: random(a, index), b: random(b, index + 10, 'float32', 0.5, 3) };
      cases.push(graphCase(`op/${op}:float32;${show(a, b)}`, tensors, (ops, { a, b }) => ops[op](a!, b!)));
    }
    for (const op of [...arithmetic, ...comparisons] as const) {
      const range = op === 'mul' ? 3e4 : comparisons.includes(op as 'equal') ? 2 : 1e9; // products stay inside int32
      const tensors = { a: random(a, index, 'int32', -range, range), b: random(b, index + 10, 'int32', -range, range) };
      cases.push(graphCase(`op/${op}:int32;${show(a, b)}`, tensors, (ops, { a, b }) => ops[op](a!, b!)));
    }
    for (const op of ['and', 'or'] as const) {
      const tensors = { a: random(a, index, 'bool'), b: random(b, index + 10, 'bool') };
      cases.push(graphCase(`op/${op}:${show(a, b)}`, tensors, (ops, { a, b }) => ops[op](a!, b!)));
    }
  }
  const left = special([1, 2, nan, 1, nan, inf, -inf, 0, 3]);
  const right = special([2, 1, 1, nan, nan, inf, inf, -0, 3]);
  for (const op of comparisons) {
    cases.push(graphCase(`op/${op}:extremes`, { left, right }, (ops, { left, right }) => ops[op](left!, right!)));
  }
  const beyond = special([16777217, -16777219, 33554435, 2147483647], 'int32');
  cases.push(
    graphCase('op/add:int32-beyond-2^24', { beyond }, (ops, { beyond }) =>
      ops.add(beyond!, ops.constant(Int32Array.of(-1), [], 'int32')),
    ),
    graphCase('op/equal:int32-beyond-2^24', { beyond }, (ops, { beyond }) =>
      ops.equal(beyond!, ops.constant(Int32Array.of(16777216), [], 'int32')),
    ),
    graphCase('op/div:by-zero', { a: special([1, -1, 0]), b: special([0, 0, 0]) }, (ops, { a, b }) => ops.div(a!, b!)),
  );
  return cases;
}

function whereCases(): ConformanceCase[] {
  const condition = random([2, 1, 4], 5, 'bool');
  const branches = (dtype: DType) => ({
    condition,
    a: random([3, 4], 6, dtype, -50, 50),
    b: random([1], 7, dtype, -50, 50),
  });
  const build: Build = (ops, { condition, a, b }) => ops.where(condition!, a!, b!);
  return [
    ...(['float32', 'int32', 'bool'] as const).map((dtype) =>
      graphCase(`op/where:${dtype};broadcast`, branches(dtype), build),
    ),
    graphCase(
      'op/where:branch-not-taken-is-NaN',
      { condition: special([1, 0, 1, 0], 'bool'), a: special([1, nan, inf, -inf]), b: special([nan, 2, nan, -inf]) },
      build,
    ),
  ];
}

function movementCases(): ConformanceCase[] {
  const dtypes = ['float32', 'int32', 'bool'] as const;
  const cases: ConformanceCase[] = [];
  for (const dtype of dtypes) {
    const wide = (shape: Shape, seed: number) => ({ x: random(shape, seed, dtype, -2e9, 2e9) });
    cases.push(
      graphCase(`op/reshape:${dtype}`, wide([2, 6], 1), (ops, { x }) => ops.reshape(x!, [3, 1, 4])),
      graphCase(`op/transpose:${dtype};rank=2`, wide([2, 5], 2), (ops, { x }) => ops.transpose(x!, [1, 0])),
      graphCase(`op/transpose:${dtype};rank=4`, wide([2, 3, 4, 5], 3), (ops, { x }) => ops.transpose(x!, [2, 0, 3, 1])),
      graphCase(`op/broadcastTo:${dtype}`, wide([3, 1], 4), (ops, { x }) => ops.broadcastTo(x!, [2, 3, 4])),
      graphCase(`op/concat:${dtype}`, wide([2, 3, 2], 5), (ops, { x }) =>
        ops.concat([x!, ops.slice(x!, [0, 1, 0], [2, 1, 2]), x!], 1),
      ),
      graphCase(`op/slice:${dtype}`, wide([4, 5, 3], 6), (ops, { x }) => ops.slice(x!, [1, 0, 2], [2, 5, 1])),
    );
  }
  const float = { x: special([1.9, -1.9, 0, -0.5, 1e6, 16777216]) };
  const int = { x: special([0, 1, -7, 16777216, 2147483647], 'int32') };
  const bool = { x: special([0, 1, 1], 'bool') };
  for (const dtype of dtypes) {
    cases.push(
      graphCase(`op/cast:float32-to-${dtype}`, float, (ops, { x }) => ops.cast(x!, dtype)),
      graphCase(`op/cast:int32-to-${dtype}`, int, (ops, { x }) => ops.cast(x!, dtype)),
      graphCase(`op/cast:bool-to-${dtype}`, bool, (ops, { x }) => ops.cast(x!, dtype)),
    );
  }
  cases.push(
    graphCase('op/cast:bool-to-float32-then-used', bool, (ops, { x }) =>
      ops.mul(ops.cast(x!, 'float32'), ops.cast(x!, 'float32')),
    ),
    graphCase('op/constant:float32', { x: random([2, 2], 7) }, (ops, { x }) =>
      ops.add(x!, ops.constant(Float32Array.of(1, -2), [2], 'float32')),
    ),
  );
  return cases;
}

function reductionCases(): ConformanceCase[] {
  const cases: ConformanceCase[] = [];
  const x = { x: random([3, 4, 5], 1) };
  const n = { x: random([3, 4, 5], 2, 'int32', -1e7, 1e7) };
  for (const op of ['sum', 'max'] as const) {
    cases.push(
      graphCase(`op/${op}:float32;axes=[2]`, x, (ops, { x }) => ops[op](x!, [2])),
      graphCase(`op/${op}:float32;axes=[0,-1];keepDims`, x, (ops, { x }) => ops[op](x!, [0, -1], true)),
      graphCase(`op/${op}:int32;axes=[1]`, n, (ops, { x }) => ops[op](x!, [1])),
    );
  }
  const many = { x: random([3, 70001], 8) };
  cases.push(
    graphCase('op/sum:float32;[3,70001];all', many, (ops, { x }) => ops.sum(x!, [0, 1])),
    graphCase('op/sum:float32;[3,70001];all;keepDims', many, (ops, { x }) => ops.sum(x!, [0, 1], true)),
  );
  const products: [Shape, Shape, boolean, boolean][] = [
    [[4, 7], [7, 3], false, false],
    [[7, 4], [7, 3], true, false],
    [[4, 7], [3, 7], false, true],
    [[7, 4], [3, 7], true, true],
    [[2, 3, 4, 7], [2, 3, 7, 5], false, false],
    [[1, 1], [1, 1], false, false],
    [[5, 1, 64], [5, 64, 33], false, false],
    [[2, 300], [300, 2], false, false],
  ];
  for (const [index, [a, b, transposeA, transposeB]] of products.entries()) {
    const id = `op/matMul:${show(a, b)}${transposeA ? ';transposeA' : ''}${transposeB ? ';transposeB' : ''}`;
    const tensors = { a: random(a, index), b: random(b, index + 10) };
    cases.push(graphCase(id, tensors, (ops, { a, b }) => ops.matMul(a!, b!, transposeA, transposeB)));
  }
  cases.push(
    graphCase('op/softmax:shape=[3,7]', { x: random([3, 7], 3, 'float32', -8, 8) }, (ops, { x }) => ops.softmax(x!)),
    graphCase('op/softmax:shape=[2,3,1]', { x: random([2, 3, 1], 3) }, (ops, { x }) => ops.softmax(x!)),
    graphCase('op/softmax:large-logits', { x: special([1e4, 1e4, 9.99e3, -1e30]) }, (ops, { x }) => ops.softmax(x!)),
    graphCase('op/softmax:length=1000', { x: random([2, 1000], 4, 'float32', -4, 4) }, (ops, { x }) => ops.softmax(x!)),
    graphCase('op/cumulativeSum:float32', { x: random([2, 3, 50], 5) }, (ops, { x }) => ops.cumulativeSum(x!)),
    graphCase('op/cumulativeSum:int32', { x: random([2, 300], 6, 'int32', -1e6, 1e6) }, (ops, { x }) =>
      ops.cumulativeSum(x!),
    ),
    graphCase('op/cumulativeSum:length=1', { x: random([4, 1], 7) }, (ops, { x }) => ops.cumulativeSum(x!)),
  );
  return cases;
}

function indexCases(): ConformanceCase[] {
  const cases: ConformanceCase[] = [];
  const rows = (shape: Shape, upTo: number, seed: number) => random(shape, seed, 'int32', 0, upTo);
  for (const dtype of ['float32', 'int32', 'bool'] as const) {
    const x = random([9, 3], 1, dtype, -2e9, 2e9);
    cases.push(
      graphCase(`op/gather:${dtype};[9,3]`, { x, i: rows([2, 4], 9, 2) }, (ops, { x, i }) => ops.gather(x!, i!)),
      graphCase(
        `op/gather:${dtype};rank=1`,
        { x: random([9], 3, dtype, -2e9, 2e9), i: rows([2, 1, 5], 9, 4) },
        (ops, { x, i }) => ops.gather(x!, i!),
      ),
    );
  }
  const updates = (dtype: DType, m: number, d: number) => random([m, d], 8, dtype, -1000, 1000);
  cases.push(
    graphCase(
      'op/scatterAdd:float32;distinct',
      { i: special([4, 0, 2], 'int32'), u: updates('float32', 3, 2) },
      (ops, { i, u }) => ops.scatterAdd(i!, u!, 6),
    ),
    graphCase(
      'op/scatterAdd:float32;duplicates',
      { i: rows([64], 5, 3), u: updates('float32', 64, 3) },
      (ops, { i, u }) => ops.scatterAdd(i!, u!, 7),
    ),
    graphCase('op/scatterAdd:int32;duplicates', { i: rows([64], 5, 4), u: updates('int32', 64, 1) }, (ops, { i, u }) =>
      ops.scatterAdd(i!, u!, 5),
    ),
    graphCase('op/scatterAdd:one-row', { i: rows([40], 1, 5), u: updates('float32', 40, 4) }, (ops, { i, u }) =>
      ops.scatterAdd(i!, u!, 1),
    ),
    graphCase(
      'op/scatterAdd:nearly-all-one-row',
      { i: special([...new Array(4500).fill(2), 0, 2, 4], 'int32'), u: updates('float32', 4503, 2) },
      (ops, { i, u }) => ops.scatterAdd(i!, u!, 5),
    ),
    graphCase(
      'op/scatterAdd:many-duplicates',
      { i: rows([4096], 3, 6), u: updates('float32', 4096, 8) },
      (ops, { i, u }) => ops.scatterAdd(i!, u!, 4),
    ),
    graphCase('op/topK:k=1', { x: random([3, 9], 1) }, (ops, { x }) => ops.topK(x!, 1)),
    graphCase('op/topK:k=N', { x: random([3, 9], 2) }, (ops, { x }) => ops.topK(x!, 9)),
    graphCase('op/topK:ties', { x: hostTensor([3, 5, 5, 2, 5, 1, 1, 1, 1, 1, 0, 2], [2, 6]) }, (ops, { x }) =>
      ops.topK(x!, 4),
    ),
    graphCase(
      'op/topK:largest-and-lowest',
      { x: special([-3.4028234663852886e38, 1, 3.4028234663852886e38, -3.4028234663852886e38, 0]) },
      (ops, { x }) => ops.topK(x!, 4),
    ),
    graphCase('op/topK:rank=3;n=1000', { x: random([2, 2, 1000], 3) }, (ops, { x }) => ops.topK(x!, 31)),
  );
  return cases;
}
