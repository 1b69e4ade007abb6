import { constantInt, type Graph, range, type TensorType, trace } from '@mosa-js/core';
import {
  type AnyNode,
  type CausalSelectOptions,
  decompose,
  fate,
  type Kernel,
  type KernelTable,
  type OpName,
} from '@mosa-js/core/adapter';
import type { Emitter } from '../emitter';
import { dataTypeOf, type OnnxValue } from '../onnx/model';

/** Tokens that are looked at together, at most. */
const maxChunk = 128;

/** Tokens of a chunk: as many as divide a block of slots, so that each lies in one. */
export function chunkOf({ slots }: CausalSelectOptions): number {
  if (!slots || slots.count >= slots.block) return maxChunk;
  let size = Math.min(maxChunk, slots.block);
  while (slots.block % size !== 0) size--;
  return size;
}

/**
 * Causal selection with a capacity over sequences of any length: a loop over chunks of tokens, which carries the running set. Core unrolls
 * these chunks, which makes another graph for each length.
 * @param kernels of the dialect, asked for when the op is written
 */
export function selectInLoop(
  emit: Emitter,
  kernels: () => KernelTable<OnnxValue, TensorType>,
): Kernel<OnnxValue, 'causalSelect', TensorType> {
  return ([logits, threshold, valid], options, output) => {
    const [E, B, T] = output.shape as [number, number, number];
    const s = chunkOf(options);
    const C = options.capacity!;
    const chunks = Math.ceil(T / s);
    const padded = chunks * s;
    const type = (shape: readonly number[], dtype: 'int32' | 'float32' | 'bool' = 'int32') => ({ shape, dtype });
    const int = (value: number) => emit.number(value, 'int32');
    const fill = (value: OnnxValue, shape: readonly number[]) =>
      emit.node('Expand', [value, emit.int64(shape)], { ...value.type, shape });
    const widen = (x: OnnxValue, filling: OnnxValue) => {
      const rest = fill(filling, [...x.type.shape.slice(0, -1), padded - T]);
      return emit.node(
        'Concat',
        [x, rest],
        { ...x.type, shape: [...x.type.shape.slice(0, -1), padded] },
        { axis: { int: -1 } },
      );
    };
    const all = widen(logits!, emit.number(0, 'float32'));
    const isToken = widen(valid ?? fill(emit.number(1, 'bool'), [B, T]), emit.number(0, 'bool'));

    const body = chunkGraph([E, B, C, s], options);
    const value = (name: string, shape: readonly number[], dtype: OnnxValue['type']['dtype'] = 'int32'): OnnxValue => ({
      name: emit.name(name),
      type: { shape, dtype },
    });
    const [iteration, going] = [value('chunk', [], 'int64'), value('going', [], 'bool')];
    const carried = {
      held: value('held', [E, B, C], 'float32'),
      positions: value('positions', [E, B, C]),
      admitted: value('admitted', [E, B]),
    };
    const { nodes, result } = emit.apart(() => {
      const first = emit.node('Mul', [iteration, emit.int64(s)], iteration.type);
      const from = emit.node('Reshape', [first, emit.int64([1])], { shape: [1], dtype: 'int64' });
      const to = emit.node('Add', [from, emit.int64([s])], from.type);
      const cut = (x: OnnxValue, axis: number) =>
        emit.node('Slice', [x, from, to, emit.int64([axis])], { ...x.type, shape: [...x.type.shape.slice(0, -1), s] });
      const start32 = emit.node('Cast', [first], type([]), { to: { int: dataTypeOf('int32') } });
      const block = options.slots?.block ?? s;
      const next = emit.node(
        'Mod',
        [emit.node('Add', [first, emit.int64(s)], first.type), emit.int64(block)],
        first.type,
      );
      const inputs = {
        ...carried,
        logits: cut(all, 2),
        valid: cut(isToken, 1),
        start: fill(start32, [B]),
        isNew: emit.node('Equal', [next, emit.int64(0)], type([], 'bool')),
        threshold: threshold!,
      };
      const outputs = writeNodes(body, kernels(), inputs);
      const named = (x: OnnxValue) => emit.node('Identity', [x], x.type);
      const names = ['held', 'positions', 'admitted', 'own', 'left', 'places'] as const;
      return [named(going), ...names.map((name) => named(outputs[name]!))];
    });

    const results = ['held', 'positions', 'admitted', 'own', 'left', 'places'].map((name) => emit.name(`loop_${name}`));
    const free = [fill(emit.number(0, 'float32'), [E, B, C]), fill(int(-1), [E, B, C]), fill(int(0), [E, B])];
    emit.add({
      name: emit.name('Loop_select'),
      operator: 'Loop',
      inputs: [emit.int64(chunks).name, '', ...free.map(({ name }) => name)],
      outputs: results,
      attributes: {
        body: {
          graph: {
            name: 'chunk',
            inputs: [iteration, going, ...Object.values(carried)].map((one) => ({ ...one, isAnySize: true })),
            initialisers: [],
            nodes,
            outputs: result.map((one) => ({ ...one, isAnySize: true })),
          },
        },
      },
    });
    const stacked = (index: number, width: number) => ({ name: results[index]!, type: type([chunks, E, B, width]) });
    const flat = (x: OnnxValue, width: number) => {
      const shape = [E, B, chunks, width];
      const turned = emit.node('Transpose', [x], type(shape), { perm: { ints: [1, 2, 0, 3] } });
      return emit.node('Reshape', [turned, emit.int64([E, B, chunks * width])], type([E, B, chunks * width]));
    };
    // One place more, for entries that did not leave.
    const own = flat(stacked(3, s), s);
    const room = emit.node('Concat', [own, fill(int(0), [E, B, 1])], type([E, B, padded + 1]), { axis: { int: -1 } });
    const left = flat(stacked(4, C), C);
    const spare = emit.node('Less', [flat(stacked(5, C), C), int(0)], type(left.type.shape, 'bool'));
    const at = emit.node('Where', [spare, int(padded), flat(stacked(5, C), C)], left.type);
    const fates = emit.node('ScatterElements', [room, at, left], room.type, { axis: { int: 2 } });
    return emit.node('Slice', [fates, emit.int64([0]), emit.int64([T]), emit.int64([2])], output);
  };
}

/** What a chunk does to the running set; `left` tells when entries left it, at `places`, −1 for those that did not. */
function chunkGraph([E, B, C, s]: readonly [number, number, number, number], options: CausalSelectOptions): Graph {
  const int = (shape: readonly number[]): TensorType => ({ shape, dtype: 'int32' });
  const float = (shape: readonly number[]): TensorType => ({ shape, dtype: 'float32' });
  const graph = trace(
    (ops, { held, positions, admitted, logits, valid, start, isNew, threshold }) => {
      const state = { start: start!, logits: held!, positions: positions!, admitted: admitted! };
      const fates = ops.causalSelect(logits!, threshold!, options, { state, valid: valid! }); // [E, B, C + s]
      const old = ops.slice(fates, [0, 0, 0], [E, B, C]);
      const own = ops.slice(fates, [0, 0, C], [E, B, s]);
      const stays = ops.equal(fates, constantInt(ops, fate.stays));
      const count = ops.sum(ops.cast(stays, 'int32'), [-1], true); // [E, B, 1]
      const isHeld = ops.greater(count, range(ops, C)); // [E, B, C]
      const ranks = ops.cumulativeSum(ops.cast(stays, 'int32')); // 1-based
      // Entry i is the one with i + 1 of those that stay up to it.
      const wanted = ops.reshape(ops.add(range(ops, C), constantInt(ops, 1)), [C, 1]);
      const isIt = ops.and(
        ops.equal(ops.reshape(ranks, [E, B, 1, C + s]), wanted),
        ops.reshape(stays, [E, B, 1, C + s]),
      );
      const pick = (before: typeof fates, now: typeof fates, dtype: 'int32' | 'float32') => {
        const both = ops.reshape(ops.concat([before, now], -1), [E, B, 1, C + s]);
        const none = ops.cast(constantInt(ops, 0), dtype);
        return ops.sum(ops.where(isIt, both, none), [-1]); // [E, B, C]
      };
      const at = ops.broadcastTo(ops.add(ops.reshape(start!, [B, 1]), range(ops, s)), [E, B, s]);
      const processed = ops.sum(ops.cast(ops.greaterEqual(own, constantInt(ops, 0)), 'int32'), [-1]); // [E, B]
      const gone = ops.and(
        ops.greaterEqual(positions!, constantInt(ops, 0)),
        ops.not(ops.equal(old, constantInt(ops, fate.stays))),
      );
      return {
        held: pick(held!, logits!, 'float32'),
        positions: ops.where(isHeld, pick(positions!, at, 'int32'), constantInt(ops, -1)),
        admitted: ops.where(isNew!, constantInt(ops, 0), ops.add(admitted!, processed)),
        own,
        left: old,
        places: ops.where(gone, positions!, constantInt(ops, -1)),
      };
    },
    {
      inputs: {
        held: float([E, B, C]),
        positions: int([E, B, C]),
        admitted: int([E, B]),
        logits: float([E, B, s]),
        valid: { shape: [B, s], dtype: 'bool' },
        start: int([B]),
        isNew: { shape: [], dtype: 'bool' },
        threshold: float([E]),
      },
    },
  );
  return decompose(graph, new Set());
}

/** Writes the nodes of a graph of primitives into the model. @returns its outputs */
function writeNodes(
  graph: Graph,
  kernels: KernelTable<OnnxValue, TensorType>,
  inputs: Readonly<Record<string, OnnxValue>>,
): Record<string, OnnxValue> {
  const values: OnnxValue[] = [];
  const write = (node: AnyNode): OnnxValue => {
    if (node.op === 'placeholder') return inputs[node.name]!;
    const kernel = kernels[node.op as keyof typeof kernels] as Kernel<OnnxValue, OpName, TensorType>;
    return kernel(
      node.inputs.map((id) => values[id]!),
      node.attributes,
      node.type,
    );
  };
  for (const node of graph.nodes) values.push(write(node));
  return Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, values[id]!]));
}
