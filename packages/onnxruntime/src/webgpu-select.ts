import type { TensorType } from '@mosa-js/core';
import type { Kernel } from '@mosa-js/core/adapter';
import type { Emitter } from './emitter';
import { dataTypeOf, type OnnxType, type OnnxValue } from './onnx/model';
import { allPositions } from './select';

/** The largest float32. */
const largest = (2 - 2 ** -23) * 2 ** 127;
/** Keys of what is no number: logits are halved, so that none of theirs is above ½ of the largest or below its negative. */
const keys = { infinity: 0.7 * largest, minusInfinity: -0.7 * largest, nan: -0.8 * largest, padding: -0.9 * largest };

/**
 * The select op by the TopK of the webgpu execution provider, where it was seen to put the lower position first among equals.
 * It is handed finite numbers alone, none of them −FLT_MAX, with which it fills up rows. Long rows are cut into blocks, of which only
 * the k best each go on. Positions are float32, which holds those that a buffer has room for.
 */
export function selectByGpuTopK(emit: Emitter): Kernel<OnnxValue, 'selectIndices', TensorType> {
  return ([logits, valid], { k }, output) => {
    const { type } = logits as { readonly type: TensorType };
    const { shape } = type;
    const n = shape.at(-1)!;
    if (k === n) return allPositions(emit, n, output);
    emit.take('selectIndices: by TopK');
    const number = (value: number) => emit.number(Math.fround(value), 'float32');
    const half = emit.node('Mul', [logits!, number(0.5)], type);
    const above = emit.node('Max', [half, number(keys.minusInfinity)], type);
    const finite = emit.node('Min', [above, number(keys.infinity)], type);
    const isNumber = emit.node('Equal', [logits!, logits!], { shape, dtype: 'bool' });
    const ordered = emit.node('Where', [isNumber, finite, number(keys.nan)], type);
    const ranked = valid ? emit.node('Where', [valid, ordered, number(keys.padding)], type) : ordered;

    let candidates: Candidates = { keys: ranked };
    for (let size = blockOf(n, k); size !== undefined; size = blockOf(candidates.keys.type.shape.at(-1)!, k)) {
      emit.take('selectIndices: by TopK of blocks');
      candidates = bestOfBlocks(emit, candidates, size, k);
    }
    const chosen = positionsOf(emit, candidates, topK(emit, candidates.keys, k, 1)[1]);
    const [ascending] = topK(emit, chosen, k, 0);
    return emit.node('Cast', [ascending], output, { to: { int: dataTypeOf('int32') } });
  };
}

/** What is left to choose from, of each row: keys float32 [.., m], and where they were, float32 [.., m]; without, where they are. */
interface Candidates {
  readonly keys: OnnxValue;
  readonly positions?: OnnxValue;
}

/** As many as are sorted in one dispatch; longer rows take one for each step of the sort, 78 of them at 4,096. */
const longest = 1024;

/** Into blocks of how many a row is cut, most of which are not among the k best of theirs; or undefined where it is not. */
function blockOf(n: number, k: number): number | undefined {
  if (n <= longest) return undefined;
  for (let size = longest; size >= 2 * k; size--) if (n % size === 0) return size;
  return undefined;
}

/**
 * The k best of each block, block after block. Among equals the lower position stays first: within a block TopK sees to that,
 * and blocks are in their order.
 */
function bestOfBlocks(emit: Emitter, { keys, positions }: Candidates, size: number, k: number): Candidates {
  const shape = keys.type.shape as readonly number[];
  const blocks = shape.at(-1)! / size;
  const rows = shape.slice(0, -1);
  const float = (...last: number[]): OnnxType => ({ shape: [...rows, ...last], dtype: 'float32' });
  const cut = (x: OnnxValue) => emit.node('Reshape', [x, emit.int64([...rows, blocks, size])], float(blocks, size));
  const joined = (x: OnnxValue) => emit.node('Reshape', [x, emit.int64([...rows, blocks * k])], float(blocks * k));
  const inBlocks = cut(keys);
  const [best, chosen] = topK(emit, inBlocks, k, 1);
  const chosenPositions = () => {
    if (positions) return positionsOf(emit, { keys: inBlocks, positions: cut(positions) }, chosen);
    const starts = emit.initialiser(
      Float32Array.from({ length: blocks }, (_, block) => block * size),
      { shape: [blocks, 1], dtype: 'float32' },
    );
    return emit.node('Add', [positionsOf(emit, { keys: inBlocks }, chosen), starts], float(blocks, k));
  };
  return { keys: joined(best), positions: joined(chosenPositions()) };
}

/** Where those stand that TopK chose, float32: from a table, since a GPU can do nothing with int64 but gather by it. */
function positionsOf(emit: Emitter, { keys, positions }: Candidates, chosen: OnnxValue): OnnxValue {
  const type: OnnxType = { shape: chosen.type.shape, dtype: 'float32' };
  if (positions) return emit.node('GatherElements', [positions, chosen], type, { axis: { int: -1 } });
  const table = Float32Array.from({ length: keys.type.shape.at(-1)! }, (_, i) => i);
  const shape = [table.length];
  return emit.node('Gather', [emit.initialiser(table, { shape, dtype: 'float32' }), chosen], type, {
    axis: { int: 0 },
  });
}

/** The k largest or smallest of each row, in order, and where they stand, int64. */
function topK(emit: Emitter, x: OnnxValue, k: number, isLargest: 0 | 1): readonly [OnnxValue, OnnxValue] {
  const shape = [...x.type.shape.slice(0, -1), k];
  const types: [OnnxType, OnnxType] = [
    { shape, dtype: 'float32' },
    { shape, dtype: 'int64' },
  ];
  return emit.pair('TopK', [x, emit.int64([k])], types, {
    axis: { int: -1 },
    largest: { int: isLargest },
    sorted: { int: 1 },
  });
}
