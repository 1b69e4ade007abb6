import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { parseSafetensors, SafetensorsError, type TensorOf } from '@mosa-js/safetensors';

/** A tensor as golden files hold it. */
export type StoredTensor = TensorOf<'F32'> | TensorOf<'F64'> | TensorOf<'I32'>;

/**
 * Reads a safetensors file of F32, F64 and I32 tensors.
 * @param file name for error messages
 * @throws MosaError `golden`
 */
export function parseStored(bytes: Uint8Array, file: string): Record<string, StoredTensor> {
  const stored: [string, StoredTensor][] = [];
  for (const [name, tensor] of parse(bytes, file)) {
    if (tensor.dtype !== 'F32' && tensor.dtype !== 'F64' && tensor.dtype !== 'I32') {
      throw new MosaError('golden', file, `tensor ${name} of F32, F64 or I32`, show(tensor.dtype));
    }
    stored.push([name, tensor]);
  }
  return Object.fromEntries(stored);
}

function parse(bytes: Uint8Array, file: string) {
  try {
    return parseSafetensors(bytes, file).tensors;
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    throw new MosaError('golden', file, error.expected, error.actual, { cause: error });
  }
}
