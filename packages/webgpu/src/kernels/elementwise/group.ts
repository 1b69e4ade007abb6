import { sizeOf } from '@mosa-js/core';
import type { ElementwiseGroup } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../../runtime/lowering';
import { inVectors } from '../vectors';
import { groupCode } from './group.wgsl';
import { Operands } from './operands';
import { arrayName } from './operands.wgsl';

export const groupPaths = [
  'elementwise: one op, one by one',
  'elementwise: one op, in vectors',
  'elementwise: several ops, one by one',
  'elementwise: several ops, in vectors',
  'elementwise: several results',
] as const;

/** A group of elementwise ops as one program: each operand is read once, and only results are written, in the group's order. */
export function lowerGroup(
  lowering: Lowering,
  { nodes, inputs, results }: ElementwiseGroup,
  values: readonly Value[],
): Value[] {
  const size = sizeOf(nodes.at(-1)!.type.shape);
  const operands = new Operands(inputs, size);
  const inside = new Set(nodes.map(({ id }) => id));
  const names = nodes.map((node) =>
    node.inputs.map((id) => (inside.has(id) ? `v${id}` : operands.element(id, node.type.shape))),
  );
  const { loads, uniforms, width, paths } = operands.finish();
  const types = new Map([...inputs, ...nodes].map(({ id, type }) => [id, type]));
  const code = groupCode({
    nodes,
    results,
    names,
    types,
    loads: loads.map(({ code: line }) => line).join('\n'),
    width,
  });
  lowering.take(`elementwise: ${nodes.length === 1 ? 'one op' : 'several ops'}, ${inVectors(width)}`);
  if (results.length > 1) lowering.take('elementwise: several results');
  paths.forEach(lowering.take);
  const dispatch = {
    key: `elementwise ${code}`,
    inputs: inputs.map((_, array) => arrayName(array)),
    components: operands.components(width),
    outputComponents: width,
    uniforms: { ...uniforms, count: [size / width, 0, 0, 0] },
    code,
    workgroups: Math.ceil(size / width / 64),
  };
  const made = results.map((id) => lowering.empty(types.get(id)!));
  lowering.recordAll(dispatch, values, made, 'elements');
  return made;
}
