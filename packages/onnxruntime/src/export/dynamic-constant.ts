import type { OnnxDType } from '../onnx/model';
import type { FitSize } from './fit-size';
import type { SizeExpression } from './size-expression';
import type { SizeNodes } from './size-nodes';

/** Data that differ from size to size: their elements and shape at each. */
export interface Seen {
  readonly dtype: OnnxDType;
  readonly shapes: readonly (readonly number[])[];
  readonly data: readonly ArrayLike<number>[];
}

export interface ConstantTools {
  readonly fit: FitSize;
  readonly nodes: SizeNodes;
  /** Numbers that may be the length of a period, and where numbers end. */
  readonly candidates: readonly { readonly expression: SizeExpression; readonly values: readonly number[] }[];
}

/** A constant as nodes that compute it from sizes; undefined where no rule is known that gives it. */
export function dynamicConstant(seen: Seen, tools: ConstantTools): string | undefined {
  const rank = seen.shapes[0]!.length;
  if (seen.shapes.some((shape) => shape.length !== rank)) return undefined;
  const shape = Array.from({ length: rank }, (_, axis) => tools.fit(seen.shapes.map((one) => one[axis]!)));
  if (shape.some((size) => size === undefined)) return undefined;
  const sizes = shape as SizeExpression[];
  for (const rule of [numbers, around, progression, prefix, window]) {
    const found = rule(seen, sizes, tools);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Rule = (seen: Seen, shape: readonly SizeExpression[], tools: ConstantTools) => string | undefined;

/** Elements that are handed to operators as numbers: shapes, counts, ends. */
const mostNumbers = 16;

/** A few whole numbers, each by its own rule. */
const numbers: Rule = ({ dtype, data }, shape, { fit, nodes }) => {
  const count = data[0]!.length;
  if ((dtype !== 'int64' && dtype !== 'int32') || count > mostNumbers) return undefined;
  if (shape.length > 1 || data.some(({ length }) => length !== count)) return undefined;
  const each = Array.from({ length: count }, (_, i) => fit(data.map((one) => Number(one[i]))));
  if (each.some((one) => one === undefined)) return undefined;
  if (shape.length === 0) return nodes.scalar(each[0]!, dtype);
  const vector = nodes.vector(each as SizeExpression[]);
  return dtype === 'int64' ? vector : nodes.node('Cast', [vector], { to: { int: 6 } });
};

/** The numbers 0, 1, …, one for each element of a shape, and what is made of them. */
function counted(shape: readonly SizeExpression[], nodes: SizeNodes, make: (flat: string) => string): string {
  const count = nodes.node('ReduceProd', [nodes.vector(shape.length === 0 ? [1] : shape)], { keepdims: { int: 0 } });
  const flat = nodes.node('Range', [nodes.scalar(0, 'int64'), count, nodes.scalar(1, 'int64')]);
  return nodes.node('Reshape', [nodes.node('Cast', [make(flat)], { to: { int: 6 } }), nodes.vector(shape)]);
}

/**
 * A few numbers 0, step, 2 · step, … that go round at a length: which sizes that were traced need not show, so this comes before `progression`.
 */
const around: Rule = ({ dtype, data }, shape, { nodes, candidates }) => {
  if (dtype !== 'int32' || shape.some((size) => typeof size !== 'number') || data[0]!.length < 2) return undefined;
  const isIt = (steps: readonly number[], periods: readonly number[]) =>
    data.every((one, s) => every(one, (value, i) => value === (i * steps[s]!) % periods[s]!));
  for (const step of candidates) {
    const period = candidates.find(({ values }) => isIt(step.values, values));
    if (period === undefined) continue;
    return counted(shape, nodes, (flat) => {
      const stepped = nodes.node('Mul', [flat, nodes.scalar(step.expression, 'int64')]);
      return nodes.node('Mod', [stepped, nodes.scalar(period.expression, 'int64')]);
    });
  }
  return undefined;
};

/** start, start + step, …, in row-major order. */
const progression: Rule = ({ dtype, data }, shape, { fit, nodes }) => {
  if (dtype !== 'int32' || data.some(({ length }) => length < 2)) return undefined;
  const start = fit(data.map((one) => one[0]!));
  const step = fit(data.map((one) => one[1]! - one[0]!));
  if (start === undefined || step === undefined) return undefined;
  if (!data.every((one) => every(one, (value, i) => value === one[0]! + i * (one[1]! - one[0]!)))) return undefined;
  return counted(shape, nodes, (flat) => {
    const stepped = nodes.node('Mul', [flat, nodes.scalar(step, 'int64')]);
    return nodes.node('Add', [stepped, nodes.scalar(start, 'int64')]);
  });
};

/** The beginning, along one axis, of what is longest: tables by position. */
const prefix: Rule = ({ dtype, shapes, data }, shape, { nodes }) => {
  const axis = shape.findIndex((size) => typeof size !== 'number');
  if (axis < 0 || dtype === 'int64' || shape.some((size, i) => i !== axis && typeof size !== 'number'))
    return undefined;
  const longest = shapes.reduce((best, one, s) => (one[axis]! > shapes[best]![axis]! ? s : best), 0);
  const [whole, most] = [data[longest]!, shapes[longest]!];
  const inner = most.slice(axis + 1).reduce((a, b) => a * b, 1);
  const at = (index: number, length: number) => {
    const row = length * inner;
    return Math.floor(index / row) * most[axis]! * inner + (index % row);
  };
  const fits = data.every((one, s) => every(one, (value, i) => Object.is(value, whole[at(i, shapes[s]![axis]!)])));
  if (!fits) return undefined;
  const type = { shape: most, dtype };
  const table = nodes.constant(whole as Float32Array, type);
  const range = [[0], [shape[axis]!], [axis]].map((one) => nodes.vector(one));
  return nodes.node('Slice', [table, ...range]);
};

/** bool [R · P, 1, 2w]: whether column (row mod P) · w − w + i lies from 0 up to an end, as local heads ask. */
const window: Rule = ({ dtype, shapes, data }, shape, { nodes, candidates }) => {
  const width = shape[2];
  if (dtype !== 'bool' || shape.length !== 3 || shape[1] !== 1 || typeof width !== 'number' || width % 2 !== 0)
    return undefined;
  const w = width / 2;
  for (const period of candidates) {
    if (!shapes.every(([rows], s) => rows! % period.values[s]! === 0)) continue;
    const column = (i: number, s: number) => (Math.floor(i / width) % period.values[s]!) * w - w + (i % width);
    const end = candidates.find(({ values }) =>
      data.every((one, s) =>
        every(one, (value, i) => value === Number(column(i, s) >= 0 && column(i, s) < values[s]!)),
      ),
    );
    if (end === undefined) continue;
    const count = nodes.scalar(shape[0]!, 'int64');
    const rows = nodes.node('Range', [nodes.scalar(0, 'int64'), count, nodes.scalar(1, 'int64')]);
    const block = nodes.node('Mod', [rows, nodes.scalar(period.expression, 'int64')]);
    const first = nodes.node('Mul', [nodes.node('Sub', [block, nodes.scalar(1, 'int64')]), nodes.scalar(w, 'int64')]);
    const columns = nodes.node('Range', [
      nodes.scalar(0, 'int64'),
      nodes.scalar(width, 'int64'),
      nodes.scalar(1, 'int64'),
    ]);
    const all = nodes.node('Add', [nodes.node('Reshape', [first, nodes.vector([-1, 1, 1])]), columns]);
    const inside = nodes.node('GreaterOrEqual', [all, nodes.scalar(0, 'int64')]);
    return nodes.node('And', [inside, nodes.node('Less', [all, nodes.scalar(end.expression, 'int64')])]);
  }
  return undefined;
};

function every(data: ArrayLike<number>, holds: (value: number, index: number) => boolean): boolean {
  for (let i = 0; i < data.length; i++) if (!holds(data[i]!, i)) return false;
  return true;
}
