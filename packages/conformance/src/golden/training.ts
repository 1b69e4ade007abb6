import { type HostTensor, MosaError, type Named, type Shape } from '@mosa-js/core';
import { sameShape, show } from '@mosa-js/core/adapter';
import { checkOptimizer, type OptimizerConfig } from '@mosa-js/core/training';
import { bufferShapes, configOfBefore, type LanguageModelConfig, parameterShapes } from '@mosa-js/lm';
import { type GoldenSource, isFileName, parseJson, readGoldenFile } from './source';
import { parseStored, type StoredTensor } from './stored';

/** A training run by other hands: a language model, its steps, and what came out in float64. */
export interface GoldenTraining {
  readonly name: string;
  readonly config: LanguageModelConfig;
  readonly optimizer: OptimizerConfig;
  /** B and T. */
  readonly batch: number;
  readonly length: number;
  readonly parameters: Named<HostTensor>;
  /** Inputs of each step: `tokens` and `targets`, int32 [B, T]. */
  readonly batches: readonly Named<HostTensor>[];
  /** Of each step. */
  readonly learningRates: readonly number[];
  readonly losses: readonly number[];
  /** Of the gradient before clipping. */
  readonly norms: readonly number[];
  /** After the last step, by name. */
  readonly final: Readonly<Record<'parameters' | 'first' | 'second', Named<Float64Array>>>;
}

interface CaseFile {
  readonly name: string;
  readonly config: LanguageModelConfig;
  readonly optimizer: OptimizerConfig;
  readonly batch: number;
  readonly length: number;
  readonly steps: number;
  readonly learningRates: readonly number[];
}

/** @throws MosaError `golden`, naming the file that is missing or corrupt */
export async function readTraining(source: GoldenSource, folder: string): Promise<GoldenTraining> {
  const caseFile = source.locate(`${folder}/case.json`);
  const given = checkCase(parseJson(await readGoldenFile(source, `${folder}/case.json`), caseFile), caseFile);
  const { name, config, optimizer, batch, length, steps, learningRates } = given;
  const shapes = shapesOf(given, caseFile);

  const torchFile = source.locate(`${folder}/torch.json`);
  const torch = parseJson(await readGoldenFile(source, `${folder}/torch.json`), torchFile) as Record<string, unknown>;
  const curve = (key: string) => numbers(torch?.[key], steps, `${torchFile} ${key}`);

  const [init, final] = await Promise.all(
    ['init', 'final'].map(async (part) => {
      const file = `${folder}/${part}.safetensors`;
      return tensorsOf(parseStored(await readGoldenFile(source, file), source.locate(file)), source.locate(file));
    }),
  );
  const tokens = init!('tokens', 'I32', [steps, batch, length + 1]) as Int32Array;
  checkTokens(tokens, config.vocabularySize, source.locate(`${folder}/init.safetensors`));
  const named = <V>(of: (name: string, shape: Shape) => V): Record<string, V> =>
    Object.fromEntries(Object.entries(shapes).map(([key, shape]) => [key, of(key, shape)]));
  const wide = (prefix: string) => named((key, shape) => final!(`${prefix}${key}`, 'F64', shape) as Float64Array);
  return {
    name,
    config,
    optimizer,
    batch,
    length,
    parameters: named((key, shape) => ({
      shape,
      dtype: 'float32',
      data: narrow(init!(key, 'F64', shape), source.locate(`${folder}/init.safetensors`), key),
    })),
    batches: Array.from({ length: steps }, (_, step) => batchOf(tokens, step, batch, length)),
    learningRates,
    losses: curve('losses'),
    norms: curve('norms'),
    final: { parameters: wide(''), first: wide('optimizer.first.'), second: wide('optimizer.second.') },
  };
}

function checkCase(given: unknown, file: string): CaseFile {
  if (typeof given !== 'object' || given === null) throw new MosaError('golden', file, 'an object', show(given));
  const { name, steps, batch, length, learningRates } = given as Partial<CaseFile>;
  if (!isFileName(name)) {
    throw new MosaError('golden', `${file} name`, 'a name', show(name));
  }
  for (const [key, value] of Object.entries({ steps, batch, length })) {
    if (!Number.isSafeInteger(value) || value! < 1) {
      throw new MosaError('golden', `${file} ${key}`, 'a whole number from 1', show(value));
    }
  }
  numbers(learningRates, steps!, `${file} learningRates`);
  return { ...(given as CaseFile), config: configOfBefore((given as CaseFile).config) };
}

/** Shapes of the parameters, once configuration and optimizer are found to be such. */
function shapesOf({ config, optimizer }: CaseFile, file: string): Named<Shape> {
  try {
    checkOptimizer(optimizer);
    const shapes = parameterShapes(config);
    if (Object.keys(bufferShapes(config)).length > 0 || config.dropout || config.attentionDropout) {
      throw new MosaError('config', 'config', 'a model without routing heads and dropout', show(config));
    }
    return shapes;
  } catch (error) {
    if (!(error instanceof MosaError)) throw error;
    throw new MosaError('golden', file, error.expected, `${error.actual} (${error.where})`, { cause: error });
  }
}

function numbers(given: unknown, count: number, where: string): number[] {
  if (!Array.isArray(given) || given.length !== count || !given.every(Number.isFinite)) {
    throw new MosaError('golden', where, `a list of ${count} finite numbers`, show(given));
  }
  return given;
}

type TensorData = (name: string, dtype: StoredTensor['dtype'], shape: Shape) => StoredTensor['data'];

function tensorsOf(stored: Record<string, StoredTensor>, file: string): TensorData {
  return (name, dtype, shape) => {
    const found = stored[name];
    const wanted = `tensor ${name} of ${dtype} [${shape.join(', ')}]`;
    if (!found) throw new MosaError('golden', file, wanted, 'nothing');
    if (found.dtype !== dtype || !sameShape(found.shape, shape)) {
      throw new MosaError('golden', file, wanted, `${found.dtype} [${found.shape.join(', ')}]`);
    }
    const odd = found.data.findIndex((value: number) => !Number.isFinite(value));
    if (odd >= 0) throw new MosaError('golden', file, `${wanted} with finite values`, `${found.data[odd]}`);
    return found.data;
  };
}

function checkTokens(tokens: Int32Array, vocabularySize: number, file: string): void {
  const odd = tokens.find((id) => id < 0 || id >= vocabularySize);
  if (odd !== undefined) throw new MosaError('golden', file, `token ids from 0 to ${vocabularySize - 1}`, `${odd}`);
}

function narrow(data: StoredTensor['data'], file: string, name: string): Float32Array {
  const odd = data.find((value: number) => Math.fround(value) !== value);
  if (odd !== undefined) {
    throw new MosaError('golden', file, `tensor ${name} with values that are exact in float32`, `${odd}`);
  }
  return Float32Array.from(data);
}

/** tokens [steps, B, T + 1] → inputs and targets of a step, [B, T] each. */
function batchOf(tokens: Int32Array, step: number, batch: number, length: number): Named<HostTensor> {
  const rows = (shift: number): HostTensor => {
    const data = new Int32Array(batch * length);
    for (let row = 0; row < batch; row++) {
      const start = (step * batch + row) * (length + 1) + shift;
      data.set(tokens.subarray(start, start + length), row * length);
    }
    return { shape: [batch, length], dtype: 'int32', data };
  };
  return { tokens: rows(0), targets: rows(1) };
}
