import { sizeOf } from '@mosa-js/core';
import type { ElementwiseGroup, GraphNode } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../../runtime/lowering';
import type { PathName } from '../paths';
import { expressionOf, functionsOf, literal, type Width, wgslType } from './expressions.wgsl';
import { Operands } from './operands';

/** A group of elementwise ops as one program: each operand is read once and only the last result is written. */
export function lowerGroup(lowering: Lowering, group: ElementwiseGroup, inputs: readonly Value[]): Value {
  const { type } = group.nodes.at(-1)!;
  const { dispatch, paths } = groupDispatch(group);
  paths.forEach(lowering.take);
  return lowering.record(dispatch, inputs, type, { inPlace: 'elements' });
}

export const groupPaths = [
  'elementwise: one op, one by one',
  'elementwise: one op, in vectors',
  'elementwise: several ops, one by one',
  'elementwise: several ops, in vectors',
] as const;

function groupDispatch({ nodes, inputs }: ElementwiseGroup) {
  const result = nodes.at(-1)!;
  const size = sizeOf(result.type.shape);
  const operands = new Operands(inputs, size);
  const inside = new Set(nodes.map(({ id }) => id));
  const names = nodes.map((node) =>
    node.inputs.map((id) => (inside.has(id) ? `v${id}` : operands.element(id, node.type.shape))),
  );
  const { code: loads, uniforms, width, paths } = operands.finish();
  const dtypes = new Map([...inputs, ...nodes].map(({ id, type }) => [id, type.dtype]));
  const lines = nodes.map((node, i) => {
    const given = node.inputs.map((id, slot) => ({ code: names[i]![slot]!, dtype: dtypes.get(id)! }));
    return `let v${node.id} = ${elementOf(node, given, width)};`;
  });
  const stored = result.type.dtype === 'bool' ? storedBool(`v${result.id}`, width) : `v${result.id}`;
  const code = numbered(
    `
    ${functionsOf(nodes, width)}
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      ${loads}
      ${lines.join('\n')}
      result[index] = ${stored};
    }`,
    nodes,
  );
  const components = operands.components(width);
  const dispatch = {
    key: `elementwise ${code}`,
    inputs: inputs.map((_, array) => `X${array}`),
    components,
    outputComponents: width,
    uniforms: { ...uniforms, count: [size / width, 0, 0, 0] },
    code,
    workgroups: Math.ceil(size / width / 64),
  };
  const count = nodes.length === 1 ? 'one op' : 'several ops';
  const own = `elementwise: ${count}, ${width === 4 ? 'in vectors' : 'one by one'}` as const;
  return { dispatch, paths: [own, ...paths] satisfies PathName[] };
}

function elementOf(node: GraphNode, operands: { code: string; dtype: GraphNode['type']['dtype'] }[], width: Width) {
  if (node.op === 'constant') return literal(node.attributes.data[0]!, node.type.dtype, width);
  return node.op === 'reshape' ? operands[0]!.code : expressionOf(node, operands, width);
}

function storedBool(value: string, width: Width): string {
  const type = wgslType('int32', width);
  return `select(${type}(), ${type}(1), ${value})`;
}

/** The same code for every group of the same ops, wherever in its graph it stands. */
function numbered(code: string, nodes: readonly GraphNode[]): string {
  const place = new Map(nodes.map(({ id }, index) => [`v${id}`, `v${index}`]));
  return code.replace(/\bv\d+\b/g, (name) => place.get(name) ?? name);
}
