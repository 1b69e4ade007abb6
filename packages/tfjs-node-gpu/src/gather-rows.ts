import { type Shape, sizeOf, type TensorType } from '@mosa-js/core';
import { sameShape } from '@mosa-js/core/adapter';
import type { Plan, Value } from './plan';

/**
 * A gather from rows that lie after each other in a vector, at positions in each row to which the row's start was added, if it is
 * known to be one: by the positions, so that nothing need be added. TensorFlow adds int32 on the host, for which a GPU has to be
 * waited for. Positions must be known to end before the row does, as a selection's do: others may mean the next row.
 * @param x [R · N], indices [...S, M] where S has R rows
 */
export function gatherRows(
  plan: Plan,
  reshape: (x: Value, shape: Shape) => Value,
  x: Value,
  indices: Value,
  output: TensorType,
): Value | undefined {
  const lead = indices.type.shape.slice(0, -1);
  const width = sizeOf(x.type.shape) / sizeOf(lead);
  if (x.type.shape.length !== 1 || !plan.madeBy(x, 'Reshape') || lead.length === 0) return undefined;
  const sum = plan.madeBy(indices, 'AddV2');
  if (!sum) return undefined;
  const isStarts = (value: Value) => {
    const starts = plan.constants.get(value);
    if (!starts || !sameShape(value.type.shape, [...lead, 1])) return false;
    return starts.every((start: number, row: number) => start === row * width);
  };
  const starts = sum.inputs.findIndex(isStarts);
  const positions = sum.inputs[1 - starts];
  if (starts < 0 || !plan.isBelow(positions!, width) || !sameShape(positions!.type.shape, indices.type.shape))
    return undefined;
  const axis = lead.length;
  const operands = [reshape(x, [...lead, width]), positions!, plan.ints(axis)];
  return plan.run('GatherV2', operands, output, { batch_dims: axis });
}
