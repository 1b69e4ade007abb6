import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, openOutput } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';
import { SafetensorsError, type Tensor } from '@mosa-js/safetensors';
import { writeSafetensorsFile } from '@mosa-js/safetensors/node';
import { indexName } from './read-weights';

export interface WriteWeightsOptions {
  /** Texts of the files. `format: 'pt'`, which readers in Python ask for, is always among them. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Write several files of at most so many bytes of tensors, and an index, into a folder. Default: one file. */
  readonly shardBytes?: number;
}

/**
 * Writes tensors as one safetensors file, or with `shardBytes` as several in a folder with their index, which is written last: what
 * failed leaves no index, and none of the files that it made.
 * @returns the files
 * @throws MosaError `output`, `config`; `data` where tensors do not fit what they say
 */
export async function writeWeights(
  path: string,
  tensors: Readonly<Record<string, Tensor>>,
  options: WriteWeightsOptions = {},
): Promise<readonly string[]> {
  checkFields(options, ['metadata', 'shardBytes'], 'writeWeights options');
  const { shardBytes } = options;
  const metadata = { format: 'pt', ...options.metadata };
  if (shardBytes === undefined) {
    await write(path, tensors, metadata);
    return [path];
  }
  if (!(Number.isSafeInteger(shardBytes) && shardBytes > 0))
    throw new MosaError('config', 'writeWeights shardBytes', 'a whole number from 1', show(shardBytes));
  const shards = shardsOf(tensors, shardBytes);
  await makeFolder(path);
  const number = (i: number) => String(i).padStart(5, '0');
  const names = shards.map((_, i) => `model-${number(i + 1)}-of-${number(shards.length)}.safetensors`);
  const made: string[] = [];
  try {
    for (const [i, shard] of shards.entries()) {
      const file = join(path, names[i]!);
      if (!existsSync(file)) made.push(file);
      await write(file, Object.fromEntries(shard), metadata);
    }
    const map = shards.flatMap((shard, i) => shard.map(([name]) => [name, names[i]!]));
    const total = Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
    const index = { metadata: { total_size: total }, weight_map: Object.fromEntries(map) };
    const file = join(path, indexName);
    await (await openOutput(file, file)).write(`${JSON.stringify(index, null, 2)}\n`);
  } catch (error) {
    for (const file of made) await rm(file, { force: true }).catch(() => undefined);
    throw error;
  }
  return [...names, indexName].map((name) => join(path, name));
}

/** In their order, as many in a file as fit, and at least one. */
function shardsOf(tensors: Readonly<Record<string, Tensor>>, most: number): [string, Tensor][][] {
  const shards: [string, Tensor][][] = [];
  let room = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    if (shards.length === 0 || tensor.data.byteLength > room) {
      shards.push([]);
      room = most;
    }
    shards.at(-1)!.push([name, tensor]);
    room -= tensor.data.byteLength;
  }
  return shards;
}

async function write(file: string, tensors: Readonly<Record<string, Tensor>>, metadata: Record<string, string>) {
  try {
    await writeSafetensorsFile(file, tensors, { metadata });
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    throw new MosaError(error.code === 'write' ? 'output' : 'data', error.where, error.expected, error.actual, {
      cause: error,
    });
  }
}
