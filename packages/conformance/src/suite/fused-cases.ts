import { type HostTensor, hostTensor, type Shape, trace } from '@mosa-js/core';
import { evaluateWithBounds } from '../bounds/evaluate';
import type { ConformanceCase } from './case';
import { firstFailure, judge, judgeExactly } from './judge';
import { random } from './op-cases';
import { arithmeticOf, runGraph } from './run-graph';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const lowest = -3.4028234663852886e38;

interface SelectSpec {
  readonly name: string;
  readonly logits: HostTensor;
  readonly k: number;
  readonly valid?: HostTensor;
}

/** Fused ops on their own, each by the backend's kernel (if it has one) and by the decomposition. */
export function fusedCases(): ConformanceCase[] {
  return [...selectSpecs().map(selectCase), ...attentionCases()];
}

/** Selection has one right answer: the reference's, bit for bit. */
function selectCase({ name, logits, k, valid }: SelectSpec): ConformanceCase {
  const tensors: Record<string, HostTensor> = valid ? { logits, valid } : { logits };
  return {
    id: `select/${name};k=${k}`,
    async run(backend) {
      const graph = trace((ops, { logits, valid }) => ({ indices: ops.select(logits!, k, valid) }), {
        inputs: tensors,
      });
      const { indices } = evaluateWithBounds(graph, tensors, arithmeticOf(backend));
      const fused = await runGraph(backend, graph, tensors);
      const decomposed = await runGraph(backend, graph, tensors, { decomposed: true });
      return firstFailure([
        judgeExactly(fused.indices!, indices!.value, 'selection'),
        judgeExactly(decomposed.indices!, indices!.value, 'selection (decomposed)'),
      ]);
    },
  };
}

function selectSpecs(): SelectSpec[] {
  const row = (...values: number[]) => hostTensor(values, [1, values.length]);
  const bits = (shape: Shape, ...values: number[]) => hostTensor(values, shape, 'bool');
  const few = (shape: Shape, seed: number) => {
    const coarse = random(shape, seed, 'int32', 0, 4); // four values, so ties everywhere
    return hostTensor(Float32Array.from(coarse.data), shape);
  };
  const repeated = (value: number, n: number) => row(...new Array<number>(n).fill(value));
  return [
    { name: 'random:[4,33]', logits: random([4, 33], 1), k: 8 },
    { name: 'random:[2,3,128]', logits: random([2, 3, 128], 2), k: 16 },
    { name: 'random:[2,1000]', logits: random([2, 1000], 3), k: 64 },
    { name: 'edges:all;[3,7]', logits: random([3, 7], 4), k: 7 },
    { name: 'edges:one;[3,7]', logits: random([3, 7], 5), k: 1 },
    { name: 'edges:one-position;[5,1]', logits: random([5, 1], 6), k: 1 },
    { name: 'edges:all-but-one;[3,9]', logits: random([3, 9], 7), k: 8 },
    { name: 'ties:some', logits: row(3, 5, 5, 2, 5, 1), k: 4 },
    { name: 'ties:at-the-edge', logits: row(1, 2, 2, 2, 2, 0, 3), k: 3 },
    { name: 'ties:all-equal', logits: repeated(0.5, 20), k: 6 },
    { name: 'ties:four-values;[3,64]', logits: few([3, 64], 8), k: 20 },
    { name: 'ties:four-values;[2,2,500]', logits: few([2, 2, 500], 9), k: 100 },
    { name: 'ties:signed-zero', logits: row(0, -0, 0, -0, -1, -0), k: 3 },
    { name: 'infinity:two-of-each', logits: row(1, -inf, 2, -inf, -inf, inf, inf), k: 5 },
    { name: 'infinity:minus-only', logits: repeated(-inf, 6), k: 3 },
    { name: 'infinity:lowest-before-minus', logits: row(-inf, lowest, -inf, lowest, 0), k: 4 },
    { name: 'nan:last', logits: row(1, nan, 2, 0.5, -1), k: 3 },
    { name: 'nan:after-minus-infinity', logits: row(nan, -inf, nan, -inf, 1), k: 4 },
    { name: 'nan:all', logits: repeated(nan, 5), k: 2 },
    { name: 'valid:right-padding', logits: random([2, 10], 10), k: 4, valid: bits([10], 1, 1, 1, 1, 1, 1, 0, 0, 0, 0) },
    {
      name: 'valid:fewer-than-k',
      logits: random([2, 8], 11),
      k: 5,
      valid: bits([2, 8], 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0),
    },
    { name: 'valid:none', logits: random([1, 6], 12), k: 3, valid: bits([6], 0, 0, 0, 0, 0, 0) },
    {
      name: 'valid:nan-before-padding',
      logits: row(5, nan, -inf, 4, nan, 1),
      k: 4,
      valid: bits([6], 0, 1, 1, 0, 1, 1),
    },
    {
      name: 'valid:broadcast;[3,2,6]',
      logits: random([3, 2, 6], 13),
      k: 3,
      valid: bits([2, 6], 1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1),
    },
  ];
}

function attentionCases(): ConformanceCase[] {
  const specs = [
    { name: 'causal', q: [2, 5, 4], kv: [2, 5, 4], e: 4, causal: true },
    { name: 'full', q: [2, 5, 4], kv: [2, 7, 4], e: 3, causal: false },
    { name: 'causal;rank=4', q: [2, 3, 6, 8], kv: [2, 3, 6, 8], e: 8, causal: true },
    { name: 'one-token', q: [3, 1, 2], kv: [3, 1, 2], e: 2, causal: true },
    { name: 'causal;mask', q: [2, 6, 4], kv: [2, 6, 4], e: 4, causal: true, mask: random([2, 1, 6], 1, 'bool') },
    { name: 'full;mask', q: [2, 4, 4], kv: [2, 6, 4], e: 2, causal: false, mask: random([4, 6], 2, 'bool') },
    {
      name: 'row-without-column',
      q: [1, 3, 2],
      kv: [1, 3, 2],
      e: 2,
      causal: true,
      mask: hostTensor([0, 0, 1], [1, 1, 3], 'bool'),
    },
    { name: 'nothing-visible', q: [2, 3, 2], kv: [2, 3, 2], e: 2, causal: false, mask: hostTensor([0], [1], 'bool') },
    { name: 'length=70', q: [1, 70, 16], kv: [1, 70, 16], e: 16, causal: true },
  ];
  return specs.map(({ name, q, kv, e, causal, mask }) => ({
    id: `attention/forward:${name};q=[${q}];e=${e}`,
    async run(backend) {
      const tensors: Record<string, HostTensor> = {
        q: random(q, 1, 'float32', -3, 3),
        k: random(kv, 2),
        v: random([...kv.slice(0, -1), e], 3),
        ...(mask ? { mask } : {}),
      };
      const options = { scale: 1 / Math.sqrt(q.at(-1)!), causal };
      const graph = trace((ops, { q, k, v, mask }) => ({ y: ops.attention(q!, k!, v!, options, mask) }), {
        inputs: tensors,
      });
      const { y } = evaluateWithBounds(graph, tensors, arithmeticOf(backend));
      const fused = await runGraph(backend, graph, tensors);
      const decomposed = await runGraph(backend, graph, tensors, { decomposed: true });
      return firstFailure([judge(fused.y!, y!, 'attention'), judge(decomposed.y!, y!, 'attention (decomposed)')]);
    },
  }));
}
