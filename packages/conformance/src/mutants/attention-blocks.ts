import { constantScalar, type Traced } from '@mosa-js/core';
import type { Mutant } from './mutant';
import { type Ops, wrong } from './rewrites';

const length = 256;

/** Causal attention that is wrong where blocks of queries meet. */
export const attentionBlockMutants: readonly Mutant[] = [
  wrong('attention-blocks-of-queries-see-their-own-keys', 'attention', (ops, { attributes, type }, [q, k, v, mask]) => {
    const own = attributes.causal ? ownBlock(ops, type.shape.at(-2)!) : undefined;
    return own && ops.attention(q!, k!, v!, attributes, mask ? ops.and(own, mask) : own);
  }),
  wrong('attention-first-query-of-a-block-sees-ahead', 'attention', (ops, { attributes, type }, [q, k, v, mask]) => {
    const n = type.shape.at(-2)!;
    if (!attributes.causal || n <= length + 1) return undefined;
    const ahead = bits(ops, n, (row, column) => column <= row + Number(row > 0 && row % length === 0));
    return ops.attention(q!, k!, v!, { ...attributes, causal: false }, mask ? ops.and(ahead, mask) : ahead);
  }),
  wrong('attention-gradient-within-blocks-alone', 'attentionGradient', (ops, { attributes }, [dy, q, k, v, mask]) => {
    const own = attributes.causal ? ownBlock(ops, ops.typeOf(q!).shape.at(-2)!) : undefined;
    return own && ops.attentionGradient(dy!, q!, k!, v!, attributes, mask ? ops.and(own, mask) : own);
  }),
  wrong('attention-gradient-without-the-last-block', 'attentionGradient', (ops, { attributes }, [dy, ...operands]) => {
    const n = ops.typeOf(dy!).shape.at(-2)!;
    const last = length * Math.floor((n - 1) / length);
    if (!attributes.causal || last === 0) return undefined;
    const kept = Uint8Array.from({ length: n }, (_, i) => Number(i < last));
    const cut = ops.where(ops.constant(kept, [n, 1], 'bool'), dy!, constantScalar(ops, 0));
    const [q, k, v, mask] = operands as [Traced, Traced, Traced, Traced?];
    return ops.attentionGradient(cut, q, k, v, attributes, mask);
  }),
];

/** bool [n, n]: the keys of a query's own block; undefined where there is one block. */
function ownBlock(ops: Ops, n: number): Traced | undefined {
  if (n <= length) return undefined;
  return bits(ops, n, (row, column) => Math.floor(row / length) === Math.floor(column / length));
}

function bits(ops: Ops, n: number, isVisible: (row: number, column: number) => boolean): Traced {
  const visible = Uint8Array.from({ length: n * n }, (_, i) => Number(isVisible(Math.floor(i / n), i % n)));
  return ops.constant(visible, [n, n], 'bool');
}
