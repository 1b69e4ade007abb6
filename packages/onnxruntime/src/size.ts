import { sizeOf, type TensorType } from '@mosa-js/core';

/** Elements of the largest tensor that is cheaper to hand over with a run, or to store in a model, than to keep on the device. */
const smallSize = 1024;

/** Whether a tensor is worth a place on the device. */
export function isLarge({ shape, dtype }: TensorType): boolean {
  return dtype === 'float32' && sizeOf(shape) > smallSize;
}
