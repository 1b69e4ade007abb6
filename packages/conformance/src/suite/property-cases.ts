import {
  type AttentionConfig,
  type Backend,
  type HostTensor,
  hostTensor,
  layerGraph,
  type MosaConfig,
} from '@mosa-js/core';
import { evaluateWithBounds } from '../bounds/evaluate';
import type { ConformanceCase, Verdict } from './case';
import { firstFailure, judge, judgeExactly, judgeWithin } from './judge';
import { type LayerSpec, layerTensors } from './layer-spec';
import { arithmeticOf } from './prepared';
import { runGraph } from './run-graph';

const mosa: MosaConfig = { kind: 'mosa', dModel: 12, dHead: 6, heads: 3, sparsity: 4 };
const spec: LayerSpec = { id: 'property', config: mosa, B: 3, T: 20, seed: 21 };

/** What must hold of a backend's results whatever the reference says. */
export function propertyCases(): ConformanceCase[] {
  return [
    { id: 'property/unselected-rows-are-0', run: unselectedRowsAreZero },
    { id: 'property/all-selected-zero-router-is-half-dense', run: halfOfDense },
    { id: 'property/batch-order-does-not-matter', run: batchOrder },
    { id: 'property/head-order-does-not-matter', run: headOrder },
    { id: 'property/padding-equals-shorter-sequence', run: paddingEqualsShorter },
    { id: 'property/dense-is-causal', run: denseIsCausal },
    { id: 'property/mosa-is-causal-by-position-among-the-selected', run: mosaIsCausal },
  ];
}

async function unselectedRowsAreZero(backend: Backend): Promise<Verdict> {
  const { inputs, weights } = layerTensors(spec);
  const graph = layerGraph(mosa, inputs);
  const { y, indices, logits } = await runGraph(backend, graph, { ...inputs, ...weights });
  const expected = evaluateWithBounds(graph, { ...inputs, ...weights }, arithmeticOf(backend));
  const judged = firstFailure([
    judge(logits, expected.logits!, 'logits'),
    judgeExactly(indices, expected.indices!.value, 'selection'),
    judge(y, expected.y!, 'output'),
  ]);
  if (judged.status !== 'pass') return judged;
  const [E, B, k] = indices!.shape as [number, number, number];
  const selected = new Set<number>();
  for (let i = 0; i < E * B * k; i++) selected.add((Math.floor(i / k) % B) * spec.T + indices!.data[i]!);
  const at = y!.data.findIndex((value: number, i: number) => value !== 0 && !selected.has(Math.floor(i / mosa.dModel)));
  if (at >= 0)
    return { status: 'fail', stage: 'output', reason: `element ${at} of an unselected row is ${y!.data[at]}` };
  return selected.size < B * spec.T
    ? { status: 'pass' }
    : { status: 'fail', stage: 'case', reason: 'every row was selected' };
}

/** With k = T and logits 0, every score is ½ and every token is selected: half of dense attention with the same weights. */
async function halfOfDense(backend: Backend): Promise<Verdict> {
  const config: MosaConfig = { ...mosa, sparsity: 1 };
  const { inputs, weights } = layerTensors({ ...spec, config });
  const [E, h, d] = [mosa.heads, mosa.dModel, mosa.dHead];
  const router = hostTensor(new Float32Array(E * h), [E, h]);
  const half = await bounded(backend, config, { ...inputs, ...weights, 'router.weight': router });
  const qkv = hostTensor(permute(weights['qkv.weight']!, [0, 2, 1]), [3 * d * E, h]); // [E, h, 3h'] → [E, 3h', h]
  const out = hostTensor(permute(weights['out.weight']!, [2, 0, 1]), [h, d * E]); // [E, h', h] → [h, E, h']
  const { sparsity: _, ...rest } = mosa;
  const dense = await bounded(backend, { ...rest, kind: 'dense' }, { ...inputs, 'qkv.weight': qkv, 'out.weight': out });
  const doubled = half.y.data.map((value: number) => 2 * value) as Float32Array;
  return both(
    half,
    dense,
    within(doubled, dense.y.data, (i) => 2 * half.error(i) + dense.error(i)),
  );
}

async function batchOrder(backend: Backend): Promise<Verdict> {
  const { inputs, weights } = layerTensors(spec);
  const straight = await bounded(backend, mosa, { ...inputs, ...weights });
  const size = spec.T * mosa.dModel;
  const swap = <D extends HostTensor['data']>(data: D) =>
    data.map((_: number, i: number) => data[(spec.B - 1 - Math.floor(i / size)) * size + (i % size)]!) as D;
  const reversed = await bounded(backend, mosa, { x: { ...inputs.x!, data: swap(inputs.x!.data) }, ...weights });
  return both(
    reversed,
    straight,
    within(swap(reversed.y.data), straight.y.data, (i) => 2 * straight.error(i)),
  );
}

async function headOrder(backend: Backend): Promise<Verdict> {
  const { inputs, weights } = layerTensors(spec);
  const straight = await bounded(backend, mosa, { ...inputs, ...weights });
  const turned = Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => {
      const size = weight.data.length / mosa.heads;
      const data = Float32Array.from(
        weight.data,
        (_, i) => weight.data[(mosa.heads - 1 - Math.floor(i / size)) * size + (i % size)]!,
      );
      return [name, { ...weight, data }];
    }),
  );
  const other = await bounded(backend, mosa, { ...inputs, ...turned });
  return both(
    other,
    straight,
    within(other.y.data, straight.y.data, (i) => 2 * straight.error(i)),
  );
}

async function paddingEqualsShorter(backend: Backend): Promise<Verdict> {
  const config: MosaConfig = { ...mosa, sparsity: undefined, k: 5 };
  const padded: LayerSpec = { ...spec, config, B: 1, lengths: [13] };
  const { inputs, weights } = layerTensors(padded);
  const long = await bounded(backend, config, { ...inputs, ...weights });
  const x = hostTensor(inputs.x!.data.slice(0, 13 * mosa.dModel), [1, 13, mosa.dModel]);
  const short = await bounded(backend, config, { x, ...weights });
  const inside = long.y.data.slice(0, short.y.data.length);
  return both(
    long,
    short,
    within(inside, short.y.data, (i) => 2 * short.error(i)),
  );
}

/** A change of the last token changes no output before it. */
async function denseIsCausal(backend: Backend): Promise<Verdict> {
  const { sparsity: _, ...rest } = mosa;
  const config: AttentionConfig = { ...rest, kind: 'dense' };
  const { inputs, weights } = layerTensors({ ...spec, config, B: 1 });
  const before = await bounded(backend, config, { ...inputs, ...weights });
  const last = (spec.T - 1) * mosa.dModel;
  const data = Float32Array.from(inputs.x!.data, (value, i) => (i < last ? value : value + 5));
  const after = await bounded(backend, config, { x: { ...inputs.x!, data }, ...weights });
  const part = (y: HostTensor) => y.data.slice(0, last);
  return both(
    before,
    after,
    within(part(after.y), part(before.y), (i) => 2 * before.error(i)),
  );
}

/** For a given selection, a change of the token at a selected position changes no output of an earlier position. */
async function mosaIsCausal(backend: Backend): Promise<Verdict> {
  const { inputs, weights } = layerTensors({ ...spec, B: 1 });
  const positions = [2, 5, 9, 13, 18];
  const indices = hostTensor(
    Array.from({ length: mosa.heads * positions.length }, (_, i) => positions[i % positions.length]!),
    [mosa.heads, 1, positions.length],
    'int32',
  );
  const from = 9 * mosa.dModel;
  const data = Float32Array.from(inputs.x!.data, (value, i) => (i < from ? value : value + 5));
  const before = await bounded(backend, mosa, { ...inputs, ...weights, indices });
  const after = await bounded(backend, mosa, { x: { ...inputs.x!, data }, ...weights, indices });
  const part = (y: HostTensor) => y.data.slice(0, from);
  return both(
    before,
    after,
    within(part(after.y), part(before.y), (i) => 2 * before.error(i)),
  );
}

/** A backend's result, how far it may be from the true one, and whether all that it gave is right. */
interface Result {
  readonly y: HostTensor;
  readonly verdict: Verdict;
  error(i: number): number;
}

async function bounded(
  backend: Backend,
  config: AttentionConfig,
  tensors: Record<string, HostTensor>,
): Promise<Result> {
  const inputs = Object.fromEntries(
    Object.entries(tensors).filter(([name]) => ['x', 'mask', 'indices'].includes(name)),
  );
  const graph = layerGraph(config, inputs);
  const actual = await runGraph(backend, graph, tensors);
  const expected = evaluateWithBounds(graph, tensors, arithmeticOf(backend));
  const verdict = firstFailure(Object.entries(expected).map(([name, wanted]) => judge(actual[name], wanted, name)));
  return { y: actual.y!, verdict, error: (i) => expected.y!.error.data[i]! };
}

/** Both results are right, and the property holds between them. */
function both(one: Result, other: Result, property: Verdict): Verdict {
  return firstFailure([one.verdict, other.verdict, property]);
}

function within(actual: HostTensor['data'], expected: HostTensor['data'], boundAt: (i: number) => number): Verdict {
  const bounds = Float64Array.from(expected, (_, i) => boundAt(i));
  return judgeWithin({ shape: [actual.length], data: actual }, expected, bounds, 'output');
}

/** Elements of a rank-3 tensor in the order of its permuted axes. */
function permute({ shape, data }: HostTensor, order: readonly [number, number, number]): Float32Array {
  const strides = [shape[1]! * shape[2]!, shape[2]!, 1];
  const [a, b, c] = order;
  const result: number[] = [];
  for (let i = 0; i < shape[a]!; i++) {
    for (let j = 0; j < shape[b]!; j++) {
      for (let l = 0; l < shape[c]!; l++) result.push(data[i * strides[a]! + j * strides[b]! + l * strides[c]!]!);
    }
  }
  return Float32Array.from(result);
}
