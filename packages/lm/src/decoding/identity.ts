import { type CacheSize, type HostTensor, MosaError, type StorageFormat, type TensorType } from '@mosa-js/core';
import { checkHostTensor, ownTensor, sameShape, show, showType } from '@mosa-js/core/adapter';
import type { LanguageModelConfig } from '../config';
import { fingerprint } from '../fingerprint';
import type { DecoderSnapshot } from './decoder';
import { decoderNames } from './decoder-graph';

/** Elements of each weight that are looked at. */
const samples = 64;

/** Tells models, weights and sizes apart: configuration and sizes as they are, weights by a sample of each. */
export function identityOf(
  config: LanguageModelConfig,
  size: CacheSize & { readonly storage?: StorageFormat; readonly cacheStorage?: StorageFormat },
  weights: Readonly<Record<string, HostTensor>>,
): string {
  const seen = Object.keys(weights)
    .sort()
    .flatMap((name) => {
      const { data } = weights[name]!;
      const step = Math.max(1, Math.floor(data.length / samples));
      return Array.from({ length: Math.min(samples, data.length) }, (_, i) => data[i * step]!);
    });
  const bits = new Uint32Array(Float32Array.from(seen).buffer);
  return JSON.stringify([size, config, fingerprint(bits)]);
}

/** @throws MosaError `config` unless all tensors of the state are there and fit, and no sequence is longer than it may be */
export function ownSnapshot(
  { tensors }: DecoderSnapshot,
  types: Readonly<Record<string, TensorType>>,
  positions: number,
): Record<string, HostTensor> {
  const own = Object.entries(types).map(([name, type]): [string, HostTensor] => {
    const tensor = tensors?.[name];
    const where = `restore ${name}`;
    if (tensor === undefined) throw new MosaError('config', where, showType(type), 'nothing');
    checkHostTensor(tensor, where);
    if (tensor.dtype !== type.dtype || !sameShape(tensor.shape, type.shape))
      throw new MosaError('config', where, showType(type), showType(tensor));
    return [name, ownTensor(tensor, where)];
  });
  const named = Object.fromEntries(own);
  const at = Array.from(named[decoderNames.position]!.data);
  if (at.some((position) => position < 0 || position > positions))
    throw new MosaError('config', `restore ${decoderNames.position}`, `from 0 to ${positions}`, show(at));
  return named;
}
