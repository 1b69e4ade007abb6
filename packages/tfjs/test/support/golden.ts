import { readFileSync } from 'node:fs';
import type { AttentionConfig, HostTensor, MosaConfig } from '@mosa-js/core';

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
    const tensors = readSafetensors(new URL(`${record.name}.safetensors`, folder));
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
  return { kind: 'hybrid', mosa: mosa(), other };
}

function readSafetensors(file: URL): Record<string, HostTensor> {
  const bytes = new Uint8Array(readFileSync(file)).buffer;
  const start = 8 + Number(new DataView(bytes).getBigUint64(0, true));
  const header: Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }> = JSON.parse(
    new TextDecoder().decode(bytes.slice(8, start)),
  );
  const tensors: Record<string, HostTensor> = {};
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const data = bytes.slice(start + data_offsets[0], start + data_offsets[1]);
    if (dtype === 'I32') tensors[name] = { shape, dtype: 'int32', data: new Int32Array(data) };
    else if (dtype === 'F32') tensors[name] = { shape, dtype: 'float32', data: new Float32Array(data) };
    else if (dtype === 'F64') tensors[name] = { shape, dtype: 'float32', data: new Float64Array(data) };
    else throw new Error(`${file.pathname}: dtype ${dtype} of ${name}`);
  }
  return tensors;
}
