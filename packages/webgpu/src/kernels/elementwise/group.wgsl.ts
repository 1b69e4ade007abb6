import type { DType } from '@mosa-js/core';
import type { GraphNode } from '@mosa-js/core/adapter';
import { storedType } from '../types.wgsl';
import type { Width } from '../vectors';
import { expressionOf, functionsOf, literal } from './expressions.wgsl';

export interface GroupForm {
  /** In their order; the last has the result. */
  readonly nodes: readonly GraphNode[];
  /** By node, the names of its operands' elements. */
  readonly names: readonly (readonly string[])[];
  readonly dtypes: ReadonlyMap<number, DType>;
  /** What loads the elements of operands from outside. */
  readonly loads: string;
  readonly width: Width;
}

/** WGSL of a group: each node's element by its number in the group. */
export function groupCode({ nodes, names, dtypes, loads, width }: GroupForm): string {
  const lines = nodes.map((node, i) => {
    const given = node.inputs.map((id, slot) => ({ code: names[i]![slot]!, dtype: dtypes.get(id)! }));
    return `let v${node.id} = ${elementOf(node, given, width)};`;
  });
  const { id, type } = nodes.at(-1)!;
  const stored = type.dtype === 'bool' ? storedBool(`v${id}`, width) : `v${id}`;
  return numbered(
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
}

function elementOf(node: GraphNode, operands: { code: string; dtype: DType }[], width: Width) {
  if (node.op === 'constant') return literal(node.attributes.data[0]!, node.type.dtype, width);
  return node.op === 'reshape' ? operands[0]!.code : expressionOf(node, operands, width);
}

function storedBool(value: string, width: Width): string {
  const type = storedType('bool', width);
  return `select(${type}(), ${type}(1), ${value})`;
}

/** The same code for every group of the same ops, wherever in its graph it stands. */
function numbered(code: string, nodes: readonly GraphNode[]): string {
  const place = new Map(nodes.map(({ id }, index) => [`v${id}`, `v${index}`]));
  return code.replace(/\bv\d+\b/g, (name) => place.get(name) ?? name);
}
