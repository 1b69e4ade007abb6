import { MosaError, type MosaErrorCode } from '@mosa-js/core';
import { parseSafetensors, SafetensorsError, writeSafetensors } from '@mosa-js/safetensors';
import type { Checkpoint, CheckpointIdentity } from './checkpoint';
import { fromTensors } from './from-tensors';
import { toTensors } from './to-tensors';

/** A checkpoint as the bytes of a safetensors file, for where there are no files: a download, a database. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { tensors, metadata } = toTensors(checkpoint);
  return writeSafetensors(tensors, { metadata });
}

/**
 * The checkpoint in these bytes. Its tensors are views of them.
 * @param wanted what it must be a checkpoint of; parts that are not given are not compared
 * @throws MosaError `data` where they are no whole checkpoint, `config` where it is one of another run
 */
export async function decodeCheckpoint(bytes: Uint8Array, wanted?: CheckpointIdentity): Promise<Checkpoint> {
  const where = 'decodeCheckpoint';
  const file = await translateErrors('data', async () => parseSafetensors(bytes, where));
  return fromTensors(file, (name) => file.tensors.get(name)!, where, wanted);
}

/** A failure of the file format as a MosaError of this code, with the same words. */
export async function translateErrors<R>(code: MosaErrorCode, action: () => Promise<R>): Promise<R> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    throw new MosaError(code, error.where, error.expected, error.actual, { cause: error });
  }
}
