import type { Backend, TensorType } from '@mosa-js/core';
import {
  createBackend,
  fromHalf,
  fusedOps,
  type HalfFormat,
  heldValues,
  loadKernels,
  storageFormats,
} from '@mosa-js/core/adapter';
import { fromHost, type RefTensor, referenceKernels } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { roundedValues } from '../src/bounds/rounded';
import { carriedCases } from '../src/suite/storage/carried';
import { resultsOn } from './support/results-on';

type Numbers = readonly number[];
type Round = (data: Numbers, format: HalfFormat) => Numbers;

interface Mistake {
  /** What is written instead of the rounded values. */
  readonly round?: Round;
  /** Whether who reads in the same run gets what is not rounded yet. */
  readonly readsTooEarly?: boolean;
  /** Whether all is rounded that is carried in float32. */
  readonly roundsAll?: boolean;
  /** Whether a row that is set spoils the element behind it, which lies in the same word. */
  readonly spoilsNeighbours?: boolean;
  /** Whether what is carried is held in float32 beside it. */
  readonly keepsBoth?: boolean;
}

const held: Round = (data, format) => Array.from(roundedValues(data, format));
const unitOf = (value: number, format: HalfFormat) => {
  const least = format === 'float16' ? -14 : -126;
  return 2 ** (Math.max(Math.floor(Math.log2(Math.abs(value))), least) - (format === 'float16' ? 10 : 7));
};
const rounding =
  (rule: (value: number) => number): Round =>
  (data, format) =>
    data.map((value) => {
      if (!Number.isFinite(value) || value === 0) return value;
      const unit = unitOf(value, format);
      return Math.sign(value) * rule(Math.abs(value) / unit) * unit;
    });

const mistakes: Record<string, Mistake> = {
  'not rounded': { round: (data) => data },
  'rounded towards 0': { round: rounding(Math.trunc) },
  'ties upwards': { round: rounding(Math.round) },
  'rounded twice, by way of the other format': {
    round: (data, format) => held(held(data, format === 'float16' ? 'bfloat16' : 'float16'), format),
  },
  'NaN is 0': { round: (data, format) => held(data, format).map((value) => (Number.isNaN(value) ? 0 : value)) },
  'infinities are the largest numbers': {
    round: (data, format) => held(data, format).map((value) => Math.min(Math.max(value, -65504), 65504)),
  },
  'two of a word exchanged': {
    round: (data, format) => {
      const all = held(data, format);
      return all.map((value, i) => all[i ^ 1] ?? value);
    },
  },
  'read before it is rounded': { readsTooEarly: true },
  'all is rounded': { roundsAll: true },
  'neighbours are spoiled': { spoilsNeighbours: true },
  'kept in float32 beside it': { keepsBoth: true },
};

function mistaken({ round = held, ...mistake }: Mistake): Backend {
  const live = new Set<RefTensor>();
  const halves = new WeakSet<RefTensor>();
  const keep = (tensor: RefTensor): RefTensor => {
    live.add(tensor);
    return tensor;
  };
  const free = (tensor: RefTensor) => void live.delete(tensor);
  const kernels = { ...referenceKernels };
  if (mistake.spoilsNeighbours) {
    const right = kernels.setRows;
    kernels.setRows = (operands, attributes, type) => {
      const [, rows] = operands;
      const result = right(operands, attributes, type);
      const width = result.data.length / result.shape[0]!;
      for (const row of rows!.data)
        if (row >= 0 && width % 2 === 1 && (row + 1) * width < result.data.length) result.data[(row + 1) * width] = 0;
      return result;
    };
  }
  return createBackend<RefTensor>({
    name: 'mistaken',
    device: 'cpu',
    label: 'mistaken',
    capabilities: {
      fused: fusedOps.filter((op) => kernels[op]),
      precision: 'float64',
      storage: storageFormats,
      carriedStorage: storageFormats,
    },
    upload: (data, type) => keep(fromHost(data, type)),
    uploadHalf(bits, type, format) {
      const tensor = keep(fromHost(fromHalf(bits, format), type));
      halves.add(tensor);
      return tensor;
    },
    read: (tensor) => tensor.data.slice(),
    free,
    load(graph, weights, carry = {}, halves) {
      const formats = halves?.formats;
      const all = Object.fromEntries(
        Object.keys(carry).map((name): [string, HalfFormat] => [name, Object.values(formats ?? {})[0] ?? 'float16']),
      );
      const isFloat = (name: string) => graph.nodes[graph.outputs[carry[name]!]!]!.type.dtype === 'float32';
      const floats = Object.fromEntries(Object.entries(all).filter(([name]) => isFloat(name)));
      const values = heldValues(graph, carry, mistake.roundsAll && formats ? floats : formats);
      const rounded = (tensor: RefTensor, format: HalfFormat) =>
        keep(fromHost(Float64Array.from(round(Array.from(tensor.data), format)), tensor as TensorType));
      const nodes = mistake.readsTooEarly ? new Map<number, HalfFormat>() : values.nodes;
      return loadKernels(graph, weights, {
        kernels,
        free,
        alias: (tensor) => keep({ ...tensor }),
        held: { ...values, nodes, round: rounded },
      });
    },
    memory: () => ({
      tensors: live.size,
      bytes: [...live].reduce(
        (sum, one) => sum + one.data.byteLength * (mistake.keepsBoth && halves.has(one) ? 2 : 1),
        0,
      ),
    }),
  });
}

const cases = carriedCases('float16').filter(({ id }) => !id.endsWith('chunk=7'));

async function killers(mistake: Mistake): Promise<string[]> {
  const results = await resultsOn(mistaken(mistake), cases);
  return results.flatMap(({ id, status }) => (status === 'pass' ? [] : [id]));
}

it('what is carried right passes', async () => {
  expect(await killers({})).toEqual([]);
});

it.each(Object.keys(mistakes))('%s is noticed', async (name) => {
  expect(await killers(mistakes[name]!)).not.toEqual([]);
});
