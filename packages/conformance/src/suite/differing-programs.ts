import { type Backend, hostTensor, type TensorOps, type Traced, trace } from '@mosa-js/core';
import { evaluateWithBounds } from '../bounds/evaluate';
import type { ConformanceCase, Verdict } from './case';
import { firstFailure, judge } from './judge';
import { arithmeticOf } from './prepared';
import { random } from './values';
import { read } from './with-program';

type Build = (ops: TensorOps<Traced>, x: Traced, w: Traced) => Traced;

const x = hostTensor(Float32Array.from(random([64], 71, 'int32', -50, 50).data), [4, 4, 4]);
const w = hostTensor(Float32Array.from(random([64], 72, 'int32', -50, 50).data), [4, 4, 4]);

/** Constants that are the same at both ends. */
const ints = (middle: number) => Int32Array.of(0, middle, 3);
const floats = (middle: number) => Float32Array.of(1, middle, -2, 4);
const bools = (middle: number) => Uint8Array.of(1, middle, 1 - middle, 0);

/** Programs of the same ops on the same types, that differ in one thing alone. */
const differing: Readonly<Record<string, readonly Build[]>> = {
  'slice-begin': [0, 1, 2].map((at) => (ops, a) => ops.slice(a, [1, at, 0], [2, 2, 4])),
  permutation: [
    [0, 2, 1],
    [1, 0, 2],
    [2, 1, 0],
  ].map((order) => (ops, a) => ops.transpose(a, order)),
  'sum-axes': [0, 1, 2].map((axis) => (ops, a) => ops.sum(a, [axis])),
  'max-axes': [0, 1, 2].map((axis) => (ops, a) => ops.max(a, [axis])),
  transposed: [
    [false, false],
    [true, false],
    [false, true],
  ].map(
    ([left, right]) =>
      (ops, a, b) =>
        ops.matMul(a, b, left, right),
  ),
  causal: [true, false].map((causal) => (ops, a, b) => ops.attention(a, b, b, { scale: 0.01, causal })),
  scale: [0.01, 0.02].map((scale) => (ops, a, b) => ops.attention(a, b, b, { scale, causal: false })),
  'order-of-operands': [(ops, a, b) => ops.sub(a, b), (ops, a, b) => ops.sub(b, a)],
  'which-is-the-output': [0, 1, 2].map((which) => (ops, a, b) => {
    const first = ops.add(a, b);
    const second = ops.mul(first, b);
    return [second, ops.sub(second, first), ops.add(second, first)][which]!;
  }),
  op: [(ops, a, b) => ops.maximum(a, b), (ops, a, b) => ops.minimum(a, b), (ops, a, b) => ops.mul(a, b)],
  'int32-constant': [1, 2].map(
    (middle) => (ops, a) => ops.gather(ops.reshape(a, [16, 4]), ops.constant(ints(middle), [3], 'int32')),
  ),
  'float32-constant': [3, 8].map((middle) => (ops, a) => ops.mul(a, ops.constant(floats(middle), [4], 'float32'))),
  'bool-constant': [0, 1].map((middle) => (ops, a, b) => ops.where(ops.constant(bools(middle), [4], 'bool'), a, b)),
};

/** Whoever keeps programs, kernels or constants must tell these apart: all are compiled before the first is run. */
export function programsThatDiffer(): ConformanceCase[] {
  return Object.entries(differing).map(([name, builds]) => ({
    id: `conduct/programs-that-differ-in:${name}`,
    run: (backend) => judgeAll(backend, builds),
  }));
}

async function judgeAll(backend: Backend, builds: readonly Build[]): Promise<Verdict> {
  const graphs = builds.map((build) =>
    trace((ops, inputs, weights) => ({ y: build(ops, inputs.x!, weights.w!) }), { inputs: { x }, weights: { w } }),
  );
  const programs = [];
  const verdicts: Verdict[] = [];
  try {
    for (const graph of graphs) programs.push(await backend.compile(graph, { weights: { w } }));
    for (const turn of [1, 2]) {
      for (const [i, program] of programs.entries()) {
        const wanted = evaluateWithBounds(graphs[i]!, { x, w }, arithmeticOf(backend)).y!;
        const { y } = await program.run({ x });
        verdicts.push(judge(await read(y!), wanted, `program ${i + 1}, run ${turn}`));
      }
    }
    // What one gives back, the others still need.
    await programs.shift()?.dispose();
    const { y } = await programs.at(-1)!.run({ x });
    const wanted = evaluateWithBounds(graphs.at(-1)!, { x, w }, arithmeticOf(backend)).y!;
    verdicts.push(judge(await read(y!), wanted, 'after another program was disposed of'));
    return firstFailure(verdicts);
  } finally {
    for (const program of programs) await program.dispose();
  }
}
