import { MosaError, sizeOf, type TensorType } from '@mosa-js/core';
import { showType } from '@mosa-js/core/adapter';

/** Bytes of the largest tensor that fits into one buffer of the device. */
export function largestTensor(limits: GPUSupportedLimits): number {
  return Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
}

/**
 * Throws where a tensor does not fit into one buffer of the device. Without this check such a tensor makes invalid
 * commands, whose outputs are never written.
 * @throws MosaError `unsupported`
 */
export function checkSize(type: TensorType, limits: GPUSupportedLimits, where: string): void {
  const bytes = 4 * sizeOf(type.shape); // bool takes 4 bytes too: WGSL has nothing smaller to store
  const largest = largestTensor(limits);
  if (bytes <= largest) return;
  const name = largest === limits.maxBufferSize ? 'maxBufferSize' : 'maxStorageBufferBindingSize';
  const expected = `a tensor of at most ${largest} bytes (the device's ${name})`;
  throw new MosaError('unsupported', where, expected, `${bytes} bytes: ${showType(type)}`);
}
