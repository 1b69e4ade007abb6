import type { TensorType } from '@mosa-js/core';
import type { Emitter } from './emitter';
import { dataTypeOf, type OnnxType, type OnnxValue } from './onnx/model';
import { scatterRows } from './scatter';

/** Elements of updates from which on it pays. */
const fewestElements = 2 ** 13;
/** Rows in which ScatterND is slower. */
const fewestColumns = 8;
/** Of what has so many updates a row on average, few rows have two more than that. */
const morePlanes = 2;
/** Each copies the result once, and is nine nodes of the model. */
const maxPlanes = 16;

/** How many planes pay for updates [M, D] of so many rows; 0 where none does. */
export function planesOf([M, D]: readonly [number, number], rows: number): number {
  const pays = M * D >= fewestElements && D >= fewestColumns && 4 * M >= rows;
  return pays ? Math.min(M, maxPlanes, Math.ceil(M / rows) + morePlanes) : 0;
}

/** Updates in the order of their rows, those of one row as they were. */
interface Order {
  /** int64 [M]: which update is the m-th in this order. */
  readonly update: OnnxValue;
  /** int64 [M, 1]: its row. */
  readonly row: OnnxValue;
  /** int64 [M]: how many updates of the same row come before it. */
  readonly rank: OnnxValue;
}

/**
 * scatterAdd in planes: the first updates of all rows, then the second ones, and so on. No row occurs twice in a plane, so
 * ScatterND adds it in vectors and on all threads without a race, in a tenth of the time that ScatterElements takes. A row's
 * updates are added in their order. What goes beyond the planes, where one row has many updates, is added by ScatterElements.
 * @returns a kernel that sorts equal indices once
 */
export function scatterInPlanes(emit: Emitter) {
  const orders = new Map<string, Order>();
  return (indices: OnnxValue, updates: OnnxValue, planes: number, output: TensorType): OnnxValue => {
    const order = orders.get(indices.name) ?? orderOf(emit, indices);
    orders.set(indices.name, order);
    const [M, D] = updates.type.shape as [number, number];
    /** Rows and updates of one rank, or of all from there on: as many as are found when it runs. */
    const pick = (operator: 'Equal' | 'GreaterOrEqual', rank: number) => {
      const chosen = emit.node(operator, [order.rank, emit.int64(rank)], { shape: [M], dtype: 'bool' });
      const at = emit.node('Squeeze', [emit.node('NonZero', [chosen], int64(1, M)), emit.int64([0])], int64(M));
      const take = (x: OnnxValue, index: OnnxValue, type: OnnxType) =>
        emit.node('Gather', [x, index], type, { axis: { int: 0 } });
      const update = take(order.update, at, int64(M));
      return { row: take(order.row, at, int64(M, 1)), values: take(updates, update, updates.type) };
    };
    let sum = emit.node('Expand', [emit.number(0, output.dtype), emit.int64(output.shape)], output);
    for (let rank = 0; rank < planes; rank++) {
      const { row, values } = pick('Equal', rank);
      sum = emit.node('ScatterND', [sum, row, values], output, { reduction: { string: 'add' } });
    }
    if (planes >= M) return sum;
    const { row, values } = pick('GreaterOrEqual', planes);
    return scatterRows(emit, row, D, output, sum)(values, 'add');
  };
}

const int64 = (...shape: readonly number[]): OnnxType => ({ shape, dtype: 'int64' });

function orderOf(emit: Emitter, indices: OnnxValue): Order {
  const M = indices.type.shape[0]!;
  const list = int64(M);
  const bits: OnnxType = { shape: [M], dtype: 'bool' };
  const toInt64 = { to: { int: dataTypeOf('int64') } };
  const count = emit.int64(M);
  const positions = emit.initialiser64(
    BigInt64Array.from({ length: M }, (_, m) => BigInt(m)),
    list,
  );
  // Keys that are all different, so that it does not matter how the operator orders equal ones.
  const scaled = emit.node('Mul', [emit.node('Cast', [indices], list, toInt64), count], list);
  const keys = emit.node('Add', [scaled, positions], list);
  const ascending = { axis: { int: 0 }, largest: { int: 0 }, sorted: { int: 1 } };
  const [sorted, update] = emit.pair('TopK', [keys, emit.int64([M])], [list, list], ascending);
  const row = emit.node('Div', [sorted, count], list);
  // Where a row begins, and from that how many updates of it come before each.
  const shifted = emit.node('Slice', [row, emit.int64([0]), emit.int64([M - 1])], int64(M - 1));
  const before = emit.node('Concat', [emit.int64([-1]), shifted], list, { axis: { int: 0 } });
  const isFirst = emit.node('Not', [emit.node('Equal', [row, before], bits)], bits);
  const ones = emit.node('Cast', [isFirst], list, toInt64);
  const run = emit.node('Sub', [emit.node('CumSum', [ones, emit.int64(0)], list), emit.int64(1)], list);
  const starts = emit.node('Squeeze', [emit.node('NonZero', [isFirst], int64(1, M)), emit.int64([0])], list);
  const start = emit.node('Gather', [starts, run], list, { axis: { int: 0 } });
  return {
    update,
    row: emit.node('Reshape', [row, emit.int64([M, 1])], int64(M, 1)),
    rank: emit.node('Sub', [positions, start], list),
  };
}
