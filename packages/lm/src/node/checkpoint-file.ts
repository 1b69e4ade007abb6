import { checkWritable, openSafetensorsFile, writeSafetensorsFile } from '@mosa-js/safetensors/node';
import type { Checkpoint, CheckpointIdentity } from '../checkpoint/checkpoint';
import { translateErrors } from '../checkpoint/encode';
import { fromTensors } from '../checkpoint/from-tensors';
import { toTensors } from '../checkpoint/to-tensors';
import type { SaveCheckpoint } from '../training/options';

/**
 * Writes a checkpoint as one safetensors file, as a whole or not at all: a crash or a full disk leaves the old one.
 * @throws MosaError `output`
 */
export async function saveCheckpoint(path: string | URL, checkpoint: Checkpoint): Promise<void> {
  const { tensors, metadata } = toTensors(checkpoint);
  await translateErrors('output', () => writeSafetensorsFile(path, tensors, { metadata }));
}

/**
 * Reads a checkpoint.
 * @param wanted what it must be a checkpoint of; parts that are not given are not compared
 * @throws MosaError `data` where the file is missing, cut off or otherwise no whole checkpoint; `config` where it is one of
 *   another run, naming all that differs
 */
export async function loadCheckpoint(path: string | URL, wanted?: CheckpointIdentity): Promise<Checkpoint> {
  return translateErrors('data', async () => {
    const file = await openSafetensorsFile(path);
    try {
      return await fromTensors(file, (name) => file.read(name), String(path), wanted);
    } finally {
      await file.close();
    }
  });
}

export interface CheckpointPaths {
  /** The latest checkpoint, replaced by each next one. */
  readonly latest: string | URL;
  /** The one with the best evaluation. Default: it is not kept. */
  readonly best?: string | URL;
}

/** Where `train` leaves its checkpoints: `checkpoint: { every: 100, ...checkpointFiles({ latest: 'run.safetensors' }) }`. */
export function checkpointFiles({ latest, best }: CheckpointPaths): {
  /** Makes sure that files can be written to these paths, and leaves nothing behind. @throws MosaError `output` */
  prepare: () => Promise<void>;
  save: SaveCheckpoint;
  saveBest?: SaveCheckpoint;
} {
  return {
    async prepare() {
      for (const path of best === undefined ? [latest] : [latest, best])
        await translateErrors('output', () => checkWritable(path));
    },
    save: (checkpoint) => saveCheckpoint(latest, checkpoint),
    ...(best === undefined ? {} : { saveBest: (checkpoint: Checkpoint) => saveCheckpoint(best, checkpoint) }),
  };
}
