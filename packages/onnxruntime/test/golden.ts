import { readFileSync } from 'node:fs';
import { type AttentionConfig, type HostTensor, hostTensor } from '@mosa-js/core';
import { parseSafetensors } from '@mosa-js/safetensors';

const folder = new URL('../../conformance/golden/', import.meta.url);

/** A case of the authors' PyTorch code, as cases.json states it. */
export interface GoldenCase {
  readonly name: string;
  readonly kind: 'mosa' | 'dense' | 'local' | 'hybrid';
  readonly T: number;
  readonly dModel: number;
  readonly dHead: number;
  readonly mosaHeads?: number;
  readonly otherHeads?: number;
  readonly sparsity?: number;
  readonly includeFirst?: boolean;
  readonly rotateFraction?: number;
  readonly ropeBase?: number;
  readonly window?: number;
  readonly hybridType?: 'dense' | 'local';
}

export const goldenCases: readonly GoldenCase[] = JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8'));

/** The same layer in our words. */
export function configOf(golden: GoldenCase): AttentionConfig {
  const { T, dModel, dHead, mosaHeads, otherHeads, sparsity, includeFirst, rotateFraction, ropeBase } = golden;
  const rotary = { rotaryFraction: rotateFraction, rotaryBase: ropeBase };
  const mosa = () => ({ kind: 'mosa', dModel, dHead, heads: mosaHeads!, sparsity, includeFirst, ...rotary }) as const;
  const dense = () => ({ kind: 'dense', dModel, dHead, heads: otherHeads!, ...rotary }) as const;
  const local = (window: number) =>
    ({ kind: 'local', dModel, dHead, heads: otherHeads!, window, rotaryBase: ropeBase }) as const;
  switch (golden.kind) {
    case 'mosa':
      return mosa();
    case 'dense':
      return dense();
    case 'local':
      return local(golden.window!);
    case 'hybrid':
      return {
        kind: 'hybrid',
        mosa: mosa(),
        other: golden.hybridType === 'local' ? local(Math.floor(T / sparsity!)) : dense(),
      };
  }
}

/** The tensors of a case by name. */
export function goldenTensors(name: string): Record<string, HostTensor> {
  const { tensors } = parseSafetensors(readFileSync(new URL(`${name}.safetensors`, folder)), name);
  return Object.fromEntries(
    Array.from(tensors, ([key, { shape, data }]) => {
      if (data instanceof Int32Array) return [key, hostTensor(data, shape, 'int32')];
      return [key, hostTensor(data as Float32Array | Float64Array, shape)];
    }),
  );
}
