import type { DType, TensorType } from '@mosa-js/core';
import type { GraphNode } from '@mosa-js/core/adapter';
import { resultName } from '../../runtime/wgsl';
import { storedType } from '../types.wgsl';
import type { Width } from '../vectors';
import { expressionOf, functionsOf, isElementwise, literal, type Operand } from './expressions.wgsl';

export interface GroupForm {
  /** In their order. */
  readonly nodes: readonly GraphNode[];
  /** Ids of those that are written. */
  readonly results: readonly number[];
  /** By node, the names of its operands' elements. */
  readonly names: readonly (readonly string[])[];
  readonly types: ReadonlyMap<number, TensorType>;
  /** What loads the elements of operands from outside. */
  readonly loads: string;
  readonly width: Width;
}

/** WGSL of a group: each node's element by its number in the group. */
export function groupCode(form: GroupForm): string {
  return numbered(
    `
    ${functionsOf(form.nodes, form.width)}
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      ${elementsCode(form)}
    }`,
    form.nodes,
  );
}

/**
 * WGSL that computes the elements at `index` and writes the results'.
 * @param given id of a node whose element is there
 */
export function elementsCode({ nodes, results, names, types, loads, width }: GroupForm, given?: number): string {
  const dtypeOf = (id: number) => types.get(id)!.dtype;
  const lines = nodes.map((node, i) => {
    const operands = node.inputs.map((id, slot) => ({ code: names[i]![slot]!, dtype: dtypeOf(id) }));
    return node.id === given ? '' : `let v${node.id} = ${elementOf(node, operands, width)};`;
  });
  const stores = results.map((id, i) => `${resultName(i)}[index] = ${stored(`v${id}`, dtypeOf(id), width)};`);
  return [loads, ...lines, ...stores].join('\n');
}

/** The element of a node's result. */
export function elementOf(node: GraphNode, operands: readonly Operand[], width: Width): string {
  if (node.op === 'constant') return literal(node.attributes.data[0]!, node.type.dtype, width);
  // What is no elementwise op passes its operand on.
  return isElementwise(node) ? expressionOf(node, operands, width) : operands[0]!.code;
}

/** A value as it lies in memory. */
export function stored(value: string, dtype: DType, width: Width): string {
  if (dtype !== 'bool') return value;
  const type = storedType('bool', width);
  return `select(${type}(), ${type}(1), ${value})`;
}

/** The same code for every group of the same ops, wherever in its graph it stands. */
export function numbered(code: string, nodes: readonly GraphNode[]): string {
  const place = new Map(nodes.map(({ id }, index) => [`${id}`, `${index}`]));
  return code.replace(/\b(v|sum|partial)(\d+)\b/g, (_, kind, id) => `${kind}${place.get(id)}`);
}
