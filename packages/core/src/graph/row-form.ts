import { type Shape, sizeOf } from '../types';
import type { AnyNode } from './graph';

/** How tensors are cut into rows: their last axes are a row. */
export interface RowForm {
  readonly rows: number;
  /** Elements of a row. */
  readonly width: number;
}

/** Rows that are longer and fewer than this keep no GPU at work, if each is gone through by a workgroup. */
const longest = 4096;
const many = 64;

/** Whether rows are to be gone through in parts side by side, after which nobody has all of a row. */
export function isInParts({ rows, width }: RowForm): boolean {
  return width > longest && rows < many;
}

/** The rows that a node adds up or looks for the maximum of; undefined for every other node. */
export function reducedRows(node: AnyNode, nodes: readonly AnyNode[]): RowForm | undefined {
  if (node.op !== 'sum' && node.op !== 'max') return undefined;
  const { attributes, inputs, type } = node;
  const { shape } = nodes[inputs[0]!]!.type;
  const rows = sizeOf(type.shape);
  const width = sizeOf(shape) / rows;
  const first = Math.min(...attributes.axes);
  const areLast = shape.every((size, axis) => axis < first || size === 1 || attributes.axes.includes(axis));
  return areLast && width > 1 ? { rows, width } : undefined;
}

/** Whether an operand of one element a row meets every element of its row where it is broadcast to a shape. */
export function isOnePerRow(operand: Shape, shape: Shape, { rows, width }: RowForm): boolean {
  let axis = shape.length;
  for (let size = 1; size < width; ) size *= shape[--axis]!;
  const leading = shape.slice(0, axis);
  const own = [...Array.from({ length: shape.length - operand.length }, () => 1), ...operand];
  return sizeOf(leading) === rows && leading.every((size, i) => own[i] === size);
}

/**
 * Whether nodes can run row by row: each has an element for each element of a row, for each row, or one, and what one reads
 * of another lies in its own row.
 */
export function runsByRow(inside: ReadonlySet<number>, nodes: readonly AnyNode[], form: RowForm): boolean {
  const full = form.rows * form.width;
  const sizes = (id: number) => sizeOf(nodes[id]!.type.shape);
  return [...inside].every((id) => {
    const node = nodes[id]!;
    const size = sizes(id);
    if (reducedRows(node, nodes)) return size === form.rows && sizes(node.inputs[0]!) === full;
    if (size !== full && size !== form.rows && size !== 1) return false;
    return node.inputs.every((input) => {
      const isPlain = sizes(input) === size || sizes(input) === 1 || !inside.has(input);
      return isPlain || (size === full && isOnePerRow(nodes[input]!.type.shape, node.type.shape, form));
    });
  });
}
