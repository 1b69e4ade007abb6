import { constantInt } from '@mosa-js/core';
import type { Mutant } from './mutant';
import { wrong } from './rewrites';

/** Rotations the wrong way round, by other rows of the table, or of the wrong width. */
export const rotaryMutants: readonly Mutant[] = [
  wrong('rotary-never-inverse', 'rotary', (ops, { attributes }, [x, cos, sin, positions]) =>
    attributes.inverse ? ops.rotary(x!, cos!, sin!, { width: attributes.width }, positions) : undefined,
  ),
  wrong('rotary-by-place', 'rotary', (ops, { attributes }, [x, cos, sin, positions]) =>
    positions ? ops.rotary(x!, cos!, sin!, attributes, ops.sub(positions, positions)) : undefined,
  ),
  wrong('rotary-next-position', 'rotary', (ops, { attributes }, [x, cos, sin, positions]) => {
    if (!positions) return undefined;
    const last = ops.typeOf(cos!).shape[0]! - 1;
    const next = ops.minimum(ops.add(positions, constantInt(ops, 1)), constantInt(ops, last));
    return ops.rotary(x!, cos!, sin!, attributes, next);
  }),
  wrong('rotary-whole-width', 'rotary', (ops, { attributes }, [x, cos, sin, positions]) => {
    const d = ops.typeOf(x!).shape.at(-1)!;
    const isPart = attributes.width < d && d % 2 === 0;
    return isPart ? ops.rotary(x!, cos!, sin!, { ...attributes, width: d }, positions) : undefined;
  }),
];
