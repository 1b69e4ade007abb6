import { existsSync, readdirSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MosaError } from '@mosa-js/core';
import { SafetensorsError, type Tensor } from '@mosa-js/safetensors';
import { openSafetensorsFile } from '@mosa-js/safetensors/node';
import { checkShard, readIndex } from './weight-index';

export interface ReadWeights {
  /** By name, of all shards. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Of the file, or of the first shard. */
  readonly metadata: Readonly<Record<string, string>>;
  /** What was read: one file, or the shards. */
  readonly files: readonly string[];
}

/** As the libraries of Hugging Face name files. */
export const indexName = 'model.safetensors.index.json';
const singleName = 'model.safetensors';

/**
 * Tensors of a safetensors file, or of several that a `model.safetensors.index.json` lists; the path is that of the file, of the index, or of
 * their folder. Files of pickles, as `torch.save` writes them, are refused, since reading one runs what is in it.
 * @throws MosaError `data` for what cannot be read, shards that are missing and an index that does not tell what the files hold
 */
export async function readWeights(path: string): Promise<ReadWeights> {
  const file = fileOf(path);
  if (!file.endsWith('.json')) {
    await refusePickle(file);
    return readFiles([file]);
  }
  const index = readIndex(file);
  const files = [...new Set(index.values())].map((name) => join(dirname(file), name));
  const missing = files.filter((name) => !existsSync(name));
  if (missing.length > 0)
    throw new MosaError(
      'data',
      file,
      `all ${files.length} files that it lists`,
      `no ${missing.map((name) => basename(name)).join(', ')}`,
    );
  return readFiles(files, (shard, names) => checkShard(index, file, basename(shard), names));
}

function fileOf(path: string): string {
  if (!existsSync(path)) throw new MosaError('data', path, 'a safetensors file, its index, or their folder', 'nothing');
  if (!statSync(path).isDirectory()) return path;
  const names = readdirSync(path);
  for (const name of [indexName, singleName]) if (names.includes(name)) return join(path, name);
  const found = names.filter((name) => name.endsWith('.safetensors'));
  if (found.length === 1) return join(path, found[0]!);
  const pickles = names.filter((name) => /\.(bin|pt|pth|ckpt|pkl)$/.test(name));
  if (found.length === 0 && pickles.length > 0) throw pickle(join(path, pickles[0]!));
  throw new MosaError(
    'data',
    path,
    `${indexName}, ${singleName} or one .safetensors file in it`,
    `${found.length} of these files`,
  );
}

async function readFiles(
  files: readonly string[],
  check: (file: string, names: readonly string[]) => void = () => undefined,
): Promise<ReadWeights> {
  const tensors = new Map<string, Tensor>();
  let metadata: Readonly<Record<string, string>> | undefined;
  for (const file of files) {
    try {
      const reader = await openSafetensorsFile(file);
      try {
        check(file, [...reader.tensors.keys()]);
        metadata ??= reader.metadata;
        for (const name of reader.tensors.keys()) tensors.set(name, await reader.read(name));
      } finally {
        await reader.close();
      }
    } catch (error) {
      if (!(error instanceof SafetensorsError)) throw error;
      throw new MosaError('data', error.where, error.expected, error.actual, { cause: error });
    }
  }
  return { tensors, metadata: metadata ?? {}, files };
}

/** `torch.save` writes a zip of pickles, or before version 1.6 a bare one. */
async function refusePickle(file: string): Promise<void> {
  const handle = await open(file, 'r').catch((error: Error) => {
    throw new MosaError('data', file, 'a file that can be read', error.message, { cause: error });
  });
  const bytes = new Uint8Array(4);
  try {
    await handle.read(bytes, 0, 4, 0);
  } finally {
    await handle.close();
  }
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
  const isBare = bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5;
  if (isZip || isBare) throw pickle(file);
}

function pickle(file: string): MosaError {
  const how = `python -c "import torch, safetensors.torch as s; s.save_file(torch.load('${basename(file)}', weights_only=True), 'model.safetensors')"`;
  return new MosaError(
    'data',
    file,
    `safetensors (convert it where you trust it: ${how})`,
    'a pickle of torch.save, which runs what is in it when it is read',
  );
}
