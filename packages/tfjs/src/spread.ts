import type { Shape } from '@mosa-js/core';
import { sameShape } from '@mosa-js/core/adapter';
import type { TakePath } from './code-paths';
import type { Tfjs, TfjsTensor } from './library';

/** TensorFlow refuses to broadcast both operands along more axes than this: "Broadcast between … is not supported yet". */
const mostAxes = 5;

/** Computes with operands that are repeated to the result's shape first, where the library would not do it by itself. */
export function spreadFirst(
  lib: Tfjs,
  shape: Shape,
  operands: readonly TfjsTensor[],
  take: TakePath,
  compute: (operands: readonly TfjsTensor[]) => TfjsTensor,
): TfjsTensor {
  const isPlain = shape.length <= mostAxes || operands.every((x) => sameShape(x.shape, shape));
  take(isPlain ? 'broadcast: by the library' : 'broadcast: operands repeated first, of more than 5 axes');
  if (isPlain) return compute(operands);
  return lib.tidy(() => compute(operands.map((x) => (sameShape(x.shape, shape) ? x : lib.broadcastTo(x, [...shape])))));
}
