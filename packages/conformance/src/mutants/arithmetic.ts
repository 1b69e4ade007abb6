import { type Backend, constantInt, constantScalar, type TensorOps, type Traced } from '@mosa-js/core';
import { type Mutant, rewriting } from './mutant';

type Ops = TensorOps<Traced>;

/** Ways to compute wrongly. */
export const arithmeticMutants: readonly Mutant[] = [
  rewriting('attention-not-causal', (ops, node, [q, k, v, mask]) =>
    node.op === 'attention' ? ops.attention(q!, k!, v!, { ...node.attributes, causal: false }, mask) : undefined,
  ),
  rewriting('attention-sees-padding', (ops, node, [q, k, v]) =>
    node.op === 'attention' ? ops.attention(q!, k!, v!, node.attributes) : undefined,
  ),
  rewriting('attention-not-scaled', (ops, node, [q, k, v, mask]) =>
    node.op === 'attention' ? ops.attention(q!, k!, v!, { ...node.attributes, scale: 1 }, mask) : undefined,
  ),
  rewriting('products-in-half-precision', (ops, node, [a, b], backend) => {
    if (node.op !== 'matMul') return undefined;
    const { transposeA, transposeB } = node.attributes;
    return ops.matMul(rounded(ops, a!, 11, backend), rounded(ops, b!, 11, backend), transposeA, transposeB);
  }),
  rewriting('rotary-turns-backwards', (ops, node, [a, b]) =>
    node.op === 'add' && node.scope.endsWith('rotary') ? ops.sub(a!, b!) : undefined,
  ),
  rewriting('score-left-out', (ops, node, [a, b]) =>
    node.op === 'mul' && node.scope.endsWith('score') ? ops.add(a!, ops.mul(b!, constantScalar(ops, 0))) : undefined,
  ),
  rewriting('score-not-a-sigmoid', (ops, node, [x]) => (node.op === 'sigmoid' ? ops.exp(x!) : undefined)),
  rewriting('scatter-averages', (ops, node, [indices, updates]) => {
    if (node.op !== 'scatterAdd' || node.type.dtype !== 'float32') return undefined;
    const { rows } = node.attributes;
    const ones = ops.broadcastTo(constantScalar(ops, 1), [ops.typeOf(updates!).shape[0]!, 1]);
    const count = ops.scatterAdd(indices!, ones, rows);
    return ops.div(ops.scatterAdd(indices!, updates!, rows), ops.maximum(count, constantScalar(ops, 1)));
  }),
  rewriting('softmax-overflows', (ops, node, [x]) => {
    if (node.op !== 'softmax') return undefined;
    const powers = ops.exp(x!);
    return ops.div(powers, ops.sum(powers, [-1], true));
  }),
  rewriting('gather-off-by-one', (ops, node, [x, indices]) => {
    if (node.op !== 'gather') return undefined;
    const next = ops.add(indices!, constantInt(ops, 1));
    return ops.gather(
      x!,
      ops.where(ops.equal(next, constantInt(ops, ops.typeOf(x!).shape[0]!)), constantInt(ops, 0), next),
    );
  }),
  rewriting('casts-round', (ops, node, [x]) => {
    if (node.op !== 'cast' || node.attributes.dtype !== 'int32' || ops.typeOf(x!).dtype !== 'float32') return undefined;
    const half = ops.where(
      ops.greater(x!, constantScalar(ops, 0)),
      constantScalar(ops, 0.5),
      constantScalar(ops, -0.5),
    );
    return ops.cast(ops.add(x!, half), 'int32');
  }),
  rewriting('running-sum-exclusive', (ops, node, [x]) =>
    node.op === 'cumulativeSum' ? ops.sub(ops.cumulativeSum(x!), x!) : undefined,
  ),
  rewriting('int32-through-float32', (ops, node, [a, b], backend) => {
    if (node.op !== 'add' || node.type.dtype !== 'int32') return undefined;
    return ops.cast(rounded(ops, ops.cast(ops.add(a!, b!), 'float32'), 24, backend), 'int32');
  }),
  rewriting('branch-not-taken-leaks', (ops, node, [condition, a, b]) => {
    if (node.op !== 'where' || node.type.dtype !== 'float32') return undefined;
    const other = ops.where(condition!, b!, a!);
    return ops.add(ops.where(condition!, a!, b!), ops.mul(other, constantScalar(ops, 0)));
  }),
  rewriting('comparison-with-nan-is-true', (ops, node, [a, b]) => {
    if (node.op !== 'greaterEqual' || ops.typeOf(a!).dtype !== 'float32') return undefined;
    return ops.not(ops.greater(b!, a!));
  }),
  rewriting('transpose-forgets-last-axis', (ops, node, [x]) => {
    if (node.op !== 'transpose') return undefined;
    return ops.reshape(x!, node.type.shape);
  }),
];

/** x rounded to that many significant bits, by splitting (Veltkamp); nothing where the backend has no more than those. */
function rounded(ops: Ops, x: Traced, bits: number, { capabilities }: Backend): Traced {
  const spare = (capabilities.precision === 'float64' ? 53 : 24) - bits;
  if (spare <= 0) return x;
  const split = ops.mul(x, constantScalar(ops, 2 ** spare + 1));
  return ops.sub(split, ops.sub(split, x));
}
