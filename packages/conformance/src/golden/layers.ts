import { type AttentionConfig, checkConfig, checkWeights, type HostTensor, headGroups, type LocalConfig, MosaError, type MosaConfig, selectedCount } from '@mosa-js/core';
import { sameShape, show } from '@mosa-js/core/adapter';
import { type GoldenSource, isFileName, parseJson, readGoldenFile } from './source';
import { parseStored, type StoredTensor } from './stored';

/** A case from the authors' code: a layer, its input, and what came out in float64. */
export interface GoldenCase {
  readonly name: string;
  readonly config: AttentionConfig;
  readonly weights: Readonly<Record<string, HostTensor>>;
  /** [B, T, h] */
  readonly x: HostTensor;
  /** [B, T, h] */
  readonly y: Float64Array;
  /** Selected positions, ascending, as [E, B, k]; cases without MoSA heads have none. */
  readonly indices?: Int32Array;
  /** [B, T, h]: the loss is Σ y · gradOut. */
  readonly gradOut: HostTensor;
  /** Gradients of the loss by `x` and by every weight, of their shapes. */
  readonly gradients: Readonly<Record<string, Float64Array>>;
}

/** One line of cases.json; golden/README.md explains the fields. */
interface CaseLine {
  readonly name: string;
  readonly kind: string;
  readonly B: number;
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
  readonly hybridType?: string;
}

/** Reads the layers that cases.json lists, each from its NAME.safetensors. @throws MosaError `golden` */
export async function readLayers(source: GoldenSource, index: Uint8Array): Promise<GoldenCase[]> {
  const file = source.locate('cases.json');
  const lines = parseJson(index, file);
  if (!Array.isArray(lines) || lines.length === 0) throw new MosaError('golden', file, 'a list of cases', show(lines));
  return Promise.all(lines.map((line: unknown, index) => readCase(source, line, `${file}, case ${index + 1}`)));
}

async function readCase(source: GoldenSource, line: unknown, where: string): Promise<GoldenCase> {
  const name = (line as CaseLine | null)?.name;
  if (!isFileName(name)) {
    throw new MosaError('golden', where, 'a case with a name', show(line));
  }
  const file = source.locate(`${name}.safetensors`);
  const stored = parseStored(await readGoldenFile(source, `${name}.safetensors`), file);
  const { B, T, dModel } = line as CaseLine;
  for (const [key, value] of Object.entries({ B, T, dModel })) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new MosaError('golden', `${where}, ${key}`, 'a whole number from 1', show(value));
  }
  const tensor = (key: string, shape?: readonly number[]): StoredTensor => {
    const found = stored[key];
    const wanted = shape ? `[${shape.join(', ')}]` : 'any shape';
    if (!found) throw new MosaError('golden', file, `tensor ${key} of ${wanted}`, 'nothing');
    if (shape && !sameShape(found.shape, shape)) {
      throw new MosaError('golden', file, `tensor ${key} of ${wanted}`, `[${found.shape.join(', ')}]`);
    }
    return found;
  };
  try {
    const config = configOf(line as CaseLine);
    checkConfig(config);
    const names = Object.keys(stored).filter((key) => key.endsWith('.weight') && !key.startsWith('grad.'));
    const weights = Object.fromEntries(names.map((key) => [key, float32(tensor(key))]));
    checkWeights(config, weights);
    const x = float32(tensor('x', [B, T, dModel]));
    const y = Float64Array.from(tensor('y', [B, T, dModel]).data);
    const chosen = selectionShape(config, B, T);
    const indices = 'selection.indices' in stored ? ascendingByHead(tensor('selection.indices', chosen), T, file) : undefined;
    const gradOut = float32(tensor('gradOut', [B, T, dModel]));
    const gradients = Object.fromEntries(
      Object.entries({ x, ...weights }).map(([key, { shape }]) => [
        key,
        Float64Array.from(tensor(`grad.${key}`, shape).data),
      ]),
    );
    return { name, config, weights, x, y, indices, gradOut, gradients };
  } catch (error) {
    if (!(error instanceof MosaError) || error.code === 'golden') throw error;
    throw new MosaError('golden', file, error.expected, `${error.actual} (${error.where})`, { cause: error });
  }
}

function configOf(line: CaseLine): AttentionConfig {
  const { dModel, dHead, rotateFraction: rotaryFraction, ropeBase: rotaryBase, sparsity } = line;
  const common = { dModel, dHead, rotaryBase };
  const heads = line.otherHeads!;
  const mosa = (): MosaConfig => {
    const { mosaHeads, includeFirst } = line;
    return { kind: 'mosa', ...common, rotaryFraction, heads: mosaHeads!, sparsity, includeFirst };
  };
  const dense = () => ({ kind: 'dense', ...common, rotaryFraction, heads }) as const;
  const local = (window: number): LocalConfig => ({ kind: 'local', ...common, heads, window });
  if (line.kind === 'mosa') return mosa();
  if (line.kind === 'dense') return dense();
  if (line.kind === 'local') return local(line.window!);
  if (line.kind === 'hybrid') {
    checkConfig(mosa()); // before its sparsity is computed with
    const other = line.hybridType === 'local' ? local(Math.floor(line.T / sparsity!)) : dense();
    return { kind: 'sum', parts: { mosa: mosa(), other } };
  }
  throw new MosaError('golden', `case ${line.name}`, 'a kind of mosa, dense, local or hybrid', show(line.kind));
}

function float32({ shape, data }: StoredTensor): HostTensor {
  return { shape, dtype: 'float32', data: data instanceof Float32Array ? data : Float32Array.from(data) };
}

/** [B, E, k] of what the MoSA heads select; no elements where there are none. */
function selectionShape(config: AttentionConfig, B: number, T: number): [number, number, number] {
  const mosa = headGroups(config).find((group) => group.config.kind === 'mosa')?.config as MosaConfig | undefined;
  return mosa ? [B, mosa.heads, selectedCount(mosa, T)] : [B, 0, 0];
}

/**
 * [B, E, k] by falling score → [E, B, k] ascending.
 * @throws MosaError `golden` unless each k are different positions below T
 */
function ascendingByHead({ shape, data }: StoredTensor, T: number, file: string): Int32Array {
  const [B, E, k] = shape as [number, number, number];
  const result = new Int32Array(data.length);
  for (let b = 0; b < B; b++) {
    for (let e = 0; e < E; e++) {
      const from = (b * E + e) * k;
      const given = Array.from(data.subarray(from, from + k));
      const fits = given.every((position) => Number.isInteger(position) && position >= 0 && position < T);
      if (!fits || new Set(given).size < k) {
        const expected = `tensor selection.indices with ${k} different positions below ${T} a head`;
        throw new MosaError('golden', file, expected, show(given));
      }
      result.set(Int32Array.from(given).sort(), (e * B + b) * k);
    }
  }
  return result;
}
