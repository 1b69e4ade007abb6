import type { TensorType } from '@mosa-js/core';
import type { Tensor } from 'onnxruntime-common';
import type { KeptSession } from './sessions';

/** A tensor of this adapter: one of ONNX Runtime's, with the type that core knows it by. */
export interface Held {
  /** Another one once a program has moved it to the device, as a weight. */
  tensor: Tensor;
  readonly type: TensorType;
  /** Of one on the device, the session that made it. */
  maker?: KeptSession;
  /** Whether it is its owner's to dispose of. */
  foreign?: boolean;
}

/** A held tensor is, from now on, one that a session made. */
export function setMade(held: Held, tensor: Tensor, maker: KeptSession): void {
  held.tensor = tensor;
  held.foreign = false;
  if (tensor.location !== 'gpu-buffer') return;
  maker.hold();
  held.maker = maker;
}

/** Gives back what a held tensor takes, but for what is its owner's. */
export function release({ tensor, maker, foreign }: Held): void {
  if (!foreign) tensor.dispose();
  maker?.free();
}
