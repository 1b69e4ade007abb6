import type { GraphNode } from '@mosa-js/core/adapter';
import { functionsOf } from '../elementwise/expressions.wgsl';
import { elementsCode, type GroupForm, numbered } from '../elementwise/group.wgsl';
import { wgslType } from '../types.wgsl';

/** WGSL of `finish`, which goes on with the element or vector of a product at `index` and writes the group's results. */
export function epilogueCode(form: GroupForm, product: GraphNode): string {
  const { nodes, width } = form;
  return numbered(
    `
    ${functionsOf(nodes, width)}
    fn finish(index: i32, v${product.id}: ${wgslType('float32', width)}) {
      ${elementsCode(form, product.id)}
    }`,
    nodes,
  );
}
