import { type Backend, type HostTensor, hostTensor, type StorageFormat, type TensorInput } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import { createReferenceBackend } from '@mosa-js/reference';
import { decodeBF16, decodeF16, encodeBF16, encodeF16 } from '@mosa-js/safetensors';
import { expect, it } from 'vitest';
import { storageCases } from '../src/suite/storage/cases';
import { resultsOn } from './support/results-on';

/** What a wrong backend holds instead of the values. */
type Mistake = (data: Float32Array, format: HalfFormat) => ArrayLike<number>;

const held: Mistake = (data, format) =>
  format === 'float16' ? decodeF16(encodeF16(data)) : decodeBF16(encodeBF16(data));
const fractionOf = (format: HalfFormat) => (format === 'float16' ? 10 : 7);
const smallest = (format: HalfFormat) => (format === 'float16' ? 2 ** -14 : 2 ** -126);

/** To a multiple of the last place, by a rule. */
function rounding(rule: (value: number) => number): Mistake {
  return (data, format) =>
    data.map((value) => {
      if (!Number.isFinite(value) || value === 0) return value;
      const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), Math.log2(smallest(format)));
      const unit = 2 ** (exponent - fractionOf(format));
      return Math.sign(value) * rule(Math.abs(value) / unit) * unit;
    });
}

const mistakes: Record<string, Mistake> = {
  'not rounded': (data) => data,
  'rounded towards 0': rounding(Math.trunc),
  'ties upwards': rounding(Math.round),
  'rounded upwards': rounding(Math.ceil),
  'the other format': (data, format) => held(data, format === 'float16' ? 'bfloat16' : 'float16'),
  'NaN is 0': (data, format) => Array.from(held(data, format), (value) => (Number.isNaN(value) ? 0 : value)),
  'infinities are the largest numbers': (data, format) =>
    Array.from(held(data, format), (value) => Math.min(Math.max(value, -65504), 65504)),
  'two of a word exchanged': (data, format) => {
    const all = Array.from(held(data, format));
    return all.map((value, i) => all[i ^ 1] ?? value);
  },
  'the last of an odd number lost': (data, format) => {
    const all = Array.from(held(data, format));
    if (all.length % 2 === 1) all[all.length - 1] = 0;
    return all;
  },
  'signs lost': (data, format) => Array.from(held(data, format), Math.abs),
};

/** Holds values in float32 that a mistake makes, so what it refuses is left out here. */
function mistaken(mistake: Mistake): Backend {
  const right = createReferenceBackend();
  const changed = <T extends TensorInput>(tensor: T, storage: StorageFormat | undefined): T | HostTensor => {
    if (!storage || storage === 'float32' || tensor.dtype !== 'float32' || !('data' in tensor)) return tensor;
    return hostTensor(Float32Array.from(mistake(Float32Array.from(tensor.data), storage)), tensor.shape);
  };
  return {
    ...right,
    upload: (tensor, { storage, ...options } = {}) => right.upload(changed(tensor, storage) as HostTensor, options),
    compile: (graph, { storage, ...options } = {}) => {
      const weights = Object.entries(options.weights ?? {}).map(([name, weight]) => [name, changed(weight, storage)]);
      return right.compile(graph, { ...options, weights: Object.fromEntries(weights) });
    },
  };
}

const cases = storageCases().filter(({ id }) => !/\/(refused|memory|carried-.*)$/.test(id));

async function killers(mistake: Mistake): Promise<string[]> {
  const results = await resultsOn(mistaken(mistake), cases);
  return results.flatMap(({ id, status }) => (status === 'pass' ? [] : [id]));
}

it('values that are held right pass', async () => {
  expect(await killers(held)).toEqual([]);
});

/** What only a table of values shows, since weights of the other cases are finite and tie with nothing. */
const special = ['ties upwards', 'NaN is 0', 'infinities are the largest numbers'];

it.each(Object.keys(mistakes))('%s is noticed', async (name) => {
  const noticed = await killers(mistakes[name]!);
  expect(noticed).toContain('storage/float16/values');
  if (!special.includes(name)) expect(noticed.length).toBeGreaterThan(8);
});
