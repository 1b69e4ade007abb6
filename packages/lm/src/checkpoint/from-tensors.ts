import { type HostTensor, MosaError, type Shape } from '@mosa-js/core';
import { sameShape, show } from '@mosa-js/core/adapter';
import { checkOptimizer, type OptimizerConfig } from '@mosa-js/core/training';
import type { Tensor } from '@mosa-js/safetensors';
import { checkLanguageModelConfig, type LanguageModelConfig } from '../config';
import { bufferShapes, parameterShapes } from '../parameters';
import { checkTokenizerJSON } from '../tokenizers/check-json';
import { checkBest, checkRun } from './check-parts';
import { type Checkpoint, type CheckpointIdentity, checkSame } from './checkpoint';
import { configOfBefore } from './config-of-before';
import { format, momentPrefixes } from './to-tensors';

/** What a safetensors file says before its data are read. */
export interface FileHeader {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Pick<Tensor, 'dtype' | 'shape'>>;
}

/**
 * A checkpoint from a safetensors file. The metadata, and names and shapes of all tensors, are checked before the first
 * one is read.
 * @param wanted what it must be a checkpoint of; parts that are not given are not compared
 * @param where the file, for messages
 * @throws MosaError `data` where it is no whole checkpoint, `config` where it is one of another run
 */
export async function fromTensors(
  header: FileHeader,
  read: (name: string) => Tensor | Promise<Tensor>,
  where: string,
  wanted: CheckpointIdentity = {},
): Promise<Checkpoint> {
  const parts = readMetadata(header, where);
  const { config, step, ...rest } = parts;
  checkSame(parts, wanted, where);
  const parameters = parameterShapes(config);
  const buffers = bufferShapes(config);
  const moments = Object.values(momentPrefixes).map((prefix) => prefixed(parameters, prefix));
  const hasMoments = [...header.tensors.keys()].some((name) => name.startsWith('optimizer.'));
  checkTensors(header, Object.assign({}, parameters, buffers, ...(hasMoments ? moments : [])), where);

  const all = async (shapes: Record<string, Shape>, prefix = '') => {
    const tensors: Record<string, HostTensor> = {};
    for (const [name, shape] of Object.entries(shapes)) {
      const { data } = await read(`${prefix}${name}`);
      tensors[name] = { shape, dtype: 'float32', data: data as Float32Array | Float64Array };
    }
    return tensors;
  };
  const state = { step, parameters: await all(parameters), buffers: await all(buffers) };
  if (!hasMoments) return { config, ...rest, state };
  const first = await all(parameters, momentPrefixes.first);
  const second = await all(parameters, momentPrefixes.second);
  return { config, ...rest, state: { ...state, moments: { first, second } } };
}

type Parts = Omit<Checkpoint, 'state'> & { readonly step: number };

function readMetadata({ metadata, tensors }: FileHeader, where: string): Parts {
  for (const [key, value] of Object.entries(format)) {
    if (metadata[key] !== value) {
      const expected = `a checkpoint, with the metadata ${key} ${show(value)}`;
      throw new MosaError('data', where, expected, metadata[key] === undefined ? 'none' : show(metadata[key]));
    }
  }
  const parse = (name: string): unknown => {
    try {
      return JSON.parse(metadata[name] ?? '');
    } catch {
      const actual = metadata[name] === undefined ? 'nothing' : show(metadata[name].slice(0, 60));
      throw new MosaError('data', where, `${name} as JSON in the metadata`, actual);
    }
  };
  const object = (name: string): object => {
    const value = parse(name);
    if (typeof value === 'object' && value !== null) return value;
    throw new MosaError('data', where, `${name} in the metadata to be an object`, show(value));
  };
  const step = parse('step');
  if (!Number.isSafeInteger(step) || (step as number) < 0) {
    throw new MosaError('data', where, 'step in the metadata to be a whole number from 0', show(step));
  }
  const config = configOfBefore(object('config') as LanguageModelConfig);
  checkLanguageModelConfig(config, `${where} config`);
  // Before anything is listed layer by layer: a file may say that it has more than memory holds.
  if (config.layers > tensors.size) {
    throw new MosaError(
      'data',
      where,
      `tensors of ${config.layers} layers, as its config says`,
      `${tensors.size} tensors`,
    );
  }
  const optimizer = object('optimizer') as OptimizerConfig;
  checkOptimizer(optimizer, `${where} optimizer`);
  return {
    config,
    step: step as number,
    optimizer,
    run: checkRun(object('run'), `${where} run`),
    ...('tokenizer' in metadata ? { tokenizer: checkTokenizerJSON(object('tokenizer'), `${where} tokenizer`) } : {}),
    ...('best' in metadata ? { best: checkBest(object('best'), `${where} best`) } : {}),
  };
}

function checkTensors({ tensors }: FileHeader, shapes: Record<string, Shape>, where: string): void {
  for (const [name, shape] of Object.entries(shapes)) {
    const tensor = tensors.get(name);
    const fits = tensor && (tensor.dtype === 'F32' || tensor.dtype === 'F64') && sameShape(tensor.shape, shape);
    if (fits) continue;
    const actual = tensor ? `${tensor.dtype} ${show(tensor.shape)}` : 'nothing';
    throw new MosaError('data', where, `tensor ${name} of F32 [${shape.join(', ')}], as its config says`, actual);
  }
  const unknown = [...tensors.keys()].find((name) => !Object.hasOwn(shapes, name));
  if (unknown !== undefined)
    throw new MosaError('data', where, 'only the tensors of its config', `tensor ${show(unknown)}`);
}

function prefixed(shapes: Record<string, Shape>, prefix: string): Record<string, Shape> {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`${prefix}${name}`, shape]));
}
