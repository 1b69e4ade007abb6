import { MosaError, show } from '../../error';
import { sameShape } from '../../types';
import { zeros } from '../constants';
import type { TensorOps } from '../interface';
import { float, int } from '../pointwise';
import type { Decomposition, GradientRule, InferRule } from '../rule';
import { showAll, wantBroadcast, wantDType, wantRank } from '../want';

export const inferRotary: InferRule<'rotary'> = ([x, cos, sin, positions], { width }, op) => {
  for (const one of [x!, cos!, sin!]) wantDType(op, one, float);
  wantRank(op, x!, 2);
  const [count, d] = x!.shape.slice(-2);
  const rows = cos!.shape[0];
  const isTable = cos!.shape.length === 2 && cos!.shape[1] === d && sameShape(cos!.shape, sin!.shape);
  if (!isTable || (positions === undefined && rows !== count)) {
    const wanted = `x [...S, T, d], cos and sin [${positions === undefined ? 'T' : 'P'}, d]`;
    throw new MosaError('shape', op, wanted, showAll([x!, cos!, sin!]));
  }
  if (!Number.isInteger(width) || width % 2 !== 0 || width < 2 || width > d!)
    throw new MosaError('config', `${op} width`, `an even number from 2 to ${d}`, show(width));
  if (positions) {
    wantDType(`${op} positions`, positions, int);
    wantBroadcast(`${op} positions`, positions.shape, x!.shape.slice(0, -1));
  }
  return x!;
};

/** Rotation from primitives. */
export const decomposeRotary: Decomposition<'rotary'> = (ops, inputs, { width, inverse }) => {
  const [x, cos, sin, positions] = inputs;
  const table = (all: typeof cos) => (positions === undefined ? all! : ops.gather(all!, positions));
  const combine = inverse ? ops.sub : ops.add;
  return combine(ops.mul(x!, table(cos)), ops.mul(swapHalves(ops, x!, width), table(sin)));
};

/** (x2, x1) over the first `width` of the last axis. */
function swapHalves<T>(ops: TensorOps<T>, x: T, width: number): T {
  const { shape } = ops.typeOf(x);
  const d = shape.at(-1)!;
  const lead = shape.slice(0, -1);
  const part = (begin: number, size: number) => ops.slice(x, [...lead.map(() => 0), begin], [...lead, size]);
  const half = width / 2;
  return ops.concat([part(half, half), part(0, half), ...(width < d ? [part(width, d - width)] : [])], -1);
}

/** A rotation by the other way round. The table is data, to which no gradient passes. */
export const rotaryRule: GradientRule<'rotary'> = {
  keep: ([, ...table]) => table,
  pull: (ops, dy, [cos, sin, positions], { attributes: { width, inverse }, inputs }) => [
    ops.rotary(dy, cos!, sin!, { width, inverse: !inverse }, positions),
    ...inputs.slice(1, 3).map(({ shape }) => zeros(ops, shape)),
  ],
};
