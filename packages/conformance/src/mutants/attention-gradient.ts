import { constantScalar, sizeOf, type Traced } from '@mosa-js/core';
import type { Mutant } from './mutant';
import { type Ops, right, wrong } from './rewrites';

/** Gradients of attention that are wrong where something is hidden, in one of their parts, or in size. */
export const attentionGradientMutants: readonly Mutant[] = [
  wrong('attention-gradient-not-causal', 'attentionGradient', (ops, { attributes }, [dy, q, k, v, mask]) =>
    attributes.causal ? ops.attentionGradient(dy!, q!, k!, v!, { ...attributes, causal: false }, mask) : undefined,
  ),
  wrong('attention-gradient-sees-padding', 'attentionGradient', (ops, { attributes }, [dy, q, k, v, mask]) =>
    mask ? ops.attentionGradient(dy!, q!, k!, v!, attributes) : undefined,
  ),
  wrong('attention-gradient-of-queries-not-scaled', 'attentionGradient', (ops, node, inputs) => {
    const { scale } = node.attributes;
    const by = constantScalar(ops, 1 / (scale === 0 ? 1 : scale));
    return changedPart(ops, right(ops, node, inputs), inputs, 0, (part) => ops.mul(part, by));
  }),
  wrong('attention-gradient-of-keys-is-0', 'attentionGradient', (ops, node, inputs) =>
    changedPart(ops, right(ops, node, inputs), inputs, 1, (part) => ops.sub(part, part)),
  ),
  wrong('attention-gradient-of-values-of-keys-beyond-64-is-0', 'attentionGradient', (ops, node, inputs) => {
    const { shape } = ops.typeOf(inputs[3]!);
    const keys = shape.at(-2)!;
    if (keys <= 64) return undefined;
    const kept = ops.constant(
      Float32Array.from({ length: keys }, (_, i) => Number(i < 64)),
      [keys, 1],
      'float32',
    );
    const cut = (part: Traced) => ops.reshape(ops.mul(ops.reshape(part, shape), kept), [sizeOf(shape)]);
    return changedPart(ops, right(ops, node, inputs), inputs, 2, cut);
  }),
];

/** The gradient with that of one operand changed: 0 of q, 1 of k, 2 of v. */
function changedPart(
  ops: Ops,
  all: Traced,
  [, ...operands]: readonly Traced[],
  which: number,
  change: (part: Traced) => Traced,
): Traced {
  let start = 0;
  const parts = operands.slice(0, 3).map((x, i) => {
    const size = sizeOf(ops.typeOf(x).shape);
    const part = ops.slice(all, [start], [size]);
    start += size;
    return i === which ? change(part) : part;
  });
  return ops.concat(parts, 0);
}
