import { trace } from '@mosa-js/core';
import { openProgram } from '../program-case.js';
import { normal } from '../tensors.js';

/** [T, T] · [T, T], and for all heads [B · E, T, h′] · [B · E, T, h′]ᵀ. */
export function matmul({ batch, heads, headWidth }, length) {
  const square = [length, length];
  return [
    product({ kind: 'square', batch: 1, length, heads: 1 }, square, false),
    ...heads.map((E) => product({ kind: 'batched', batch, length, heads: E }, [batch * E, length, headWidth], true)),
  ];
}

function product(labels, shape, transposeB) {
  return {
    labels,
    open(backend) {
      const [a, b] = [normal(shape, 1), normal(shape, 2)];
      const build = (ops, given) => ({ c: ops.matMul(given.a, given.b, false, transposeB) });
      return openProgram(backend, trace(build, { inputs: { a, b } }), { a, b });
    },
  };
}
