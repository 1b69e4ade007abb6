import { sizeOf } from '@mosa-js/core';
import type { ElementwiseGroup, ProductNode } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../../runtime/lowering';
import { Operands } from '../elementwise/operands';
import { arrayName } from '../elementwise/operands.wgsl';
import type { Width } from '../vectors';
import { epilogueCode } from './epilogue.wgsl';
import { matMul } from './mat-mul';
import { thenPath } from './paths';
import type { Where, Writing } from './writing';

/**
 * A product and the elementwise ops that go on with it: they are done to each element where it is written, with the other
 * operands' elements at its place. Where the sum over K is cut into parts, that is where the parts are added.
 */
export function lowerProduct(
  lowering: Lowering,
  { nodes, inputs, results }: ElementwiseGroup,
  product: ProductNode,
  values: readonly Value[],
): Value[] {
  const { type, attributes } = product;
  const given = new Map(inputs.map(({ id }, i) => [id, values[i]!]));
  const inside = new Set(nodes.map(({ id }) => id));
  const others = nodes.filter((node) => node !== product);
  const operands = inputs.filter(({ id }) => others.some((node) => node.inputs.includes(id)));
  const types = new Map([...inputs, ...nodes].map((node) => [node.id, node.type]));
  const size = sizeOf(type.shape);

  function writes(widest: Width, where: Where): Writing {
    const elements = new Operands(operands, size);
    const names = nodes.map((node) =>
      node === product
        ? []
        : node.inputs.map((id) => (inside.has(id) ? `v${id}` : elements.element(id, node.type.shape))),
    );
    const { loads, uniforms, width, paths } = elements.finish({ vectors: widest === 4 });
    const form = { nodes, results, names, types, loads: loads.map(({ code }) => code).join('\n'), width };
    const code = epilogueCode(form, product);
    return {
      width,
      store: (index, value) => `finish(i32(${index}), ${value});`,
      record(dispatch, read) {
        const { key, inputs: arrays, components = arrays.map(() => 1), code: main } = dispatch;
        paths.forEach(lowering.take);
        lowering.take(thenPath(where, width));
        const made = results.map((id) => lowering.empty(types.get(id)!));
        const whole = {
          ...dispatch,
          key: `${key}\n${code}`,
          inputs: [...arrays, ...operands.map((_, array) => arrayName(array))],
          components: [...components, ...elements.components(width)],
          outputComponents: width,
          uniforms: { ...dispatch.uniforms, ...uniforms },
          code: () => `${code}${typeof main === 'string' ? main : main()}`,
        };
        lowering.recordAll(whole, [...read, ...operands.map(({ id }) => given.get(id)!)], made, 'elements');
        return made;
      },
    };
  }
  return matMul(
    lowering,
    product.inputs.map((id) => given.get(id)!),
    attributes,
    type,
    writes,
  );
}
