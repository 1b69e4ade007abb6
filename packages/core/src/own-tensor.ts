import { checkHostTensor, type HostTensor } from './types';

/** Copies that nobody else can change, so that they need not be copied again on their way to the device. */
const owned = new WeakSet<HostTensor>();

/**
 * A host tensor as it is now: what its owner writes into it later does not reach the copy. Every nonzero bool becomes 1;
 * arrays of another realm and shared memory become arrays of this one.
 * @throws MosaError `data`, `shape` or `dtype`
 */
export function ownTensor(tensor: HostTensor, where: string): HostTensor {
  if (owned.has(tensor)) return tensor;
  checkHostTensor(tensor, where);
  const { shape, dtype } = tensor;
  return giveUp({ shape: [...shape], dtype, data: copyOf(tensor) });
}

/** The same tensor, which whoever made it neither writes into nor hands to anybody who does: it needs no copy. */
export function giveUp(tensor: HostTensor): HostTensor {
  owned.add(tensor);
  return tensor;
}

function copyOf({ dtype, data }: HostTensor): HostTensor['data'] {
  if (dtype === 'int32') return new Int32Array(data);
  if (dtype === 'bool') return bitsOf(data);
  return data.BYTES_PER_ELEMENT === 8 ? new Float64Array(data) : new Float32Array(data);
}

/** By a loop: `Uint8Array.from` with a function takes ten times as long. */
function bitsOf(data: HostTensor['data']): Uint8Array {
  const bits = new Uint8Array(data.length);
  for (let i = 0; i < bits.length; i++) bits[i] = data[i] === 0 ? 0 : 1;
  return bits;
}
