import { readFileSync } from 'node:fs';
import type { AttentionConfig, HostTensor, MosaConfig } from '@mosa-js/core';
import { parseSafetensors } from '@mosa-js/safetensors';

const folder = new URL('../../../conformance/golden/', import.meta.url);

interface CaseRecord {
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

export interface GoldenCase {
  readonly name: string;
  readonly config: AttentionConfig;
  /** x, gradOut, y, the weights, and `grad.` of x and of every weight. */
  readonly tensors: Readonly<Record<string, HostTensor>>;
  /** Names of the weights. */
  readonly weights: readonly string[];
}

/** The outputs and gradients of the authors' code. */
export function goldenCases(): GoldenCase[] {
  const records: CaseRecord[] = JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8'));
  return records.map((record) => {
    const tensors = readTensors(new URL(`${record.name}.safetensors`, folder));
    const weights = Object.keys(tensors).filter((name) => /^(?!grad\.).*\.weight$/.test(name));
    return { name: record.name, config: configOf(record), tensors, weights };
  });
}

function configOf(record: CaseRecord): AttentionConfig {
  const { dModel, dHead, T } = record;
  const rotaryBase = record.ropeBase;
  const rotary = { rotaryBase, rotaryFraction: record.rotateFraction };
  const mosa = (): MosaConfig => {
    const { mosaHeads: heads, sparsity, includeFirst } = record;
    return { kind: 'mosa', dModel, dHead, heads: heads!, sparsity, includeFirst, ...rotary };
  };
  const others = { dModel, dHead, heads: record.otherHeads! };
  const dense = () => ({ kind: 'dense', ...others, ...rotary }) as const;
  const local = (window: number) => ({ kind: 'local', ...others, rotaryBase, window }) as const;
  if (record.kind === 'mosa') return mosa();
  if (record.kind === 'dense') return dense();
  if (record.kind === 'local') return local(record.window!);
  const other = record.hybridType === 'dense' ? dense() : local(Math.floor(T / record.sparsity!));
  return { kind: 'sum', parts: { mosa: mosa(), other } };
}

function readTensors(file: URL): Record<string, HostTensor> {
  const { tensors } = parseSafetensors(readFileSync(file), file.pathname);
  return Object.fromEntries(
    Array.from(tensors, ([name, { shape, data }]) => {
      if (data instanceof Int32Array) return [name, { shape, dtype: 'int32', data }];
      return [name, { shape, dtype: 'float32', data: data as Float32Array | Float64Array }];
    }),
  );
}
