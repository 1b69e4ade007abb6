import type { TensorType } from '@mosa-js/core';
import type { Kernel, KernelTable } from '@mosa-js/core/adapter';
import type { Emitter } from './emitter';
import type { OnnxValue } from './onnx/model';

type Kernels = KernelTable<OnnxValue, TensorType>;
type Scatter = Kernel<OnnxValue, 'scatterAdd', TensorType>;

/** Rows that are read for each update at most: each head reads one for every token, most of them zeros. */
const mostReads = 48;
/** Elements that are gathered at once at most, 64 MiB of them. */
const gathered = 2 ** 24;

/**
 * Kernels that know which indices are distinct, as the tokens that one head selects are: these are scattered by gathers. Each head
 * says for every row which of its updates goes there, or none; then the rows of some heads are gathered and summed. So sums have
 * one order, and no atomic addition is asked for.
 * @param kernels selectIndices among them
 * @param otherwise for indices of which nothing is known
 */
export function distinctKernels(
  emit: Emitter,
  kernels: Kernels,
  otherwise: Scatter,
): Pick<Kernels, 'selectIndices' | 'add' | 'reshape' | 'scatterAdd'> {
  /** How many elements of these values, one after the other, are distinct, and so on. */
  const distinct = new Map<string, number>();
  const know = (value: OnnxValue, count: number | undefined) => {
    if (count !== undefined) distinct.set(value.name, count);
    return value;
  };
  /** What a + b is distinct by, where b is one number for each row of a. */
  const kept = (a: OnnxValue, b: OnnxValue) => {
    const count = distinct.get(a.name);
    return count === a.type.shape.at(-1) && (b.type.shape.at(-1) ?? 1) === 1 ? count : undefined;
  };

  return {
    selectIndices: (inputs, attributes, output) =>
      know(kernels.selectIndices!(inputs, attributes, output), attributes.k),
    add: ([a, b], attributes, output) => know(kernels.add([a!, b!], attributes, output), kept(a!, b!) ?? kept(b!, a!)),
    reshape: ([x], attributes, output) => know(kernels.reshape([x!], attributes, output), distinct.get(x!.name)),
    scatterAdd: ([indices, updates], attributes, output) => {
      const count = distinct.get(indices!.name);
      const [M, D] = updates!.type.shape as [number, number];
      const rows = output.shape[0]!;
      const heads = count === undefined ? 0 : M / count;
      if (count === undefined || output.dtype !== 'float32' || heads * rows > mostReads * M)
        return otherwise([indices!, updates!], attributes, output);
      emit.take('scatterAdd: by gathers');
      return sumOfGathers(emit, indices!, updates!, { heads, count, rows, D });
    },
  };
}

function sumOfGathers(
  emit: Emitter,
  indices: OnnxValue,
  updates: OnnxValue,
  { heads, count, rows, D }: Readonly<Record<'heads' | 'count' | 'rows' | 'D', number>>,
): OnnxValue {
  const M = heads * count;
  const whole = (shape: readonly number[]) => ({ shape, dtype: 'int32' }) as const;
  const float = (shape: readonly number[]) => ({ shape, dtype: 'float32' }) as const;
  // Row 0 is for those to which a head gives nothing.
  const nothing = emit.node('Expand', [emit.number(0, 'float32'), emit.int64([1, D])], float([1, D]));
  const padded = emit.node('Concat', [nothing, updates], float([M + 1, D]), { axis: { int: 0 } });
  const places = Int32Array.from({ length: M }, (_, i) => i + 1);
  const none = emit.node('Expand', [emit.number(0, 'int32'), emit.int64([heads, rows])], whole([heads, rows]));
  const byHead = emit.node('Reshape', [indices, emit.int64([heads, count])], whole([heads, count]));
  const sources = emit.node(
    'ScatterElements',
    [none, byHead, emit.initialiser(places, whole([heads, count]))],
    whole([heads, rows]),
    { axis: { int: 1 } },
  );
  const atOnce = Math.max(1, Math.min(heads, Math.floor(gathered / (rows * D))));
  let total: OnnxValue | undefined;
  for (let first = 0; first < heads; first += atOnce) {
    const some = Math.min(atOnce, heads - first);
    const list = Int32Array.from({ length: some }, (_, i) => first + i);
    const own =
      some === heads
        ? sources
        : emit.node('Gather', [sources, emit.initialiser(list, whole([some]))], whole([some, rows]), {
            axis: { int: 0 },
          });
    const results = emit.node('Gather', [padded, own], float([some, rows, D]), { axis: { int: 0 } });
    const sum = emit.node('ReduceSum', [results, emit.int64([0])], float([rows, D]), { keepdims: { int: 0 } });
    total = total === undefined ? sum : emit.node('Add', [total, sum], float([rows, D]));
  }
  return total!;
}
