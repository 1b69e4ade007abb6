import { knownBackends } from '@mosa-js/conformance';
import {
  type AttentionConfig,
  type Backend,
  checkConfig,
  createLayer,
  type DeviceTensor,
  type HostTensor,
  initWeights,
  weightShapes,
} from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { createReferenceBackend } from '@mosa-js/reference';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FuzzOptions, fuzz, fuzzTimeout } from '../../../fuzz/fuzz';
import { readingError } from '../../../fuzz/odd-values';
import type { Random } from '../../../fuzz/random';
import { unlessRefused } from '../../../fuzz/refusal';
import { allMutants } from '../../../packages/conformance/src/mutants/mutants';
import { prepareLayer } from '../../../packages/conformance/src/suite/layer-stages';
import { judgeLayer } from '../../../packages/conformance/src/suite/staged';
import { randomConfig, randomInputs, widthOf } from './support/random-layer';
import { wrongConfig, wrongTensors } from './support/wrong-layer';

type Tensors = Readonly<Record<string, HostTensor>>;
interface LayerCall {
  readonly config: AttentionConfig;
  readonly weights: Tensors;
  readonly inputs: { readonly x: HostTensor; readonly mask?: HostTensor };
}

const names = ['reference', 'tfjs-cpu', 'tfjs-wasm', 'onnxruntime-node-cpu'];
const backends: Backend[] = [];
beforeAll(async () => {
  for (const name of names) {
    const known = knownBackends.find((backend) => backend.name === name)!;
    backends.push(await known.create((specifier) => import(specifier)));
  }
});
afterAll(() => Promise.all(backends.map((backend) => backend.dispose())));

it(
  'refuses a layer in the same way on every backend before any device work, or runs it right on all of them',
  () => fuzzHeads(backends, { name: 'head configurations' }),
  fuzzTimeout,
);

const wrong = ['every-run-leaves-a-tensor', 'second-run-differs', 'rotary-turns-backwards', 'score-left-out'];

it.each(wrong)('tells a backend that is wrong: %s', async (name) => {
  const mutant = allMutants.find((one) => one.name === name)!;
  const good = createReferenceBackend();
  await expect(fuzzHeads([good, mutant.mutate(createReferenceBackend())], { name, isFixed: true })).rejects.toThrow(
    /found\nitem \d+: /,
  );
  await good.dispose();
});

function fuzzHeads(all: readonly Backend[], options: Pick<FuzzOptions, 'name' | 'isFixed'>): Promise<void> {
  return fuzz({
    ...options,
    count: 80,
    seed: 2_100_000,
    covers: ['ran', 'config', 'weight'],
    async item(random) {
      const call = randomCall(random);
      const endings: string[] = [];
      for (const backend of all) {
        const before = backend.memory();
        endings.push(await endingOf(backend, call));
        expect(backend.memory(), `${backend.name}: what it holds`).toEqual(before);
      }
      if (new Set(endings).size > 1) throw new Error(all.map((one, i) => `${one.name}: ${endings[i]}`).join(', '));
      return endings[0]!;
    },
  });
}

/** One part of a valid call made wrong, or none. */
function randomCall(random: Random): LayerCall {
  const good = randomConfig(random);
  const way = random.below(10);
  // A mask that is made wrong may be left out, and then there is no padding.
  const fillers = way === 6 ? [undefined] : [undefined, Number.NaN, Number.POSITIVE_INFINITY, -1e30];
  const inputs = randomInputs(random, widthOf(good), fillers);
  const config = (way < 5 ? wrongConfig(random, good) : good) as AttentionConfig;
  const weights = initWeights(isSmall(config) ? config : good, random.below(1000));
  if (way === 5) return { config, weights: wrongTensors(random, weights) as Tensors, inputs };
  if (way === 6) return { config, weights, inputs: wrongTensors(random, { ...inputs }) as LayerCall['inputs'] };
  return { config, weights, inputs };
}

/** Valid, with weights that fit into a test. */
function isSmall(config: AttentionConfig): boolean {
  try {
    checkConfig(config);
  } catch {
    return false;
  }
  return Object.values(weightShapes(config)).every((shape) => shape.reduce((a, b) => a * b, 1) <= 1e4);
}

const codes = ['config', 'weight', 'input', 'data', 'shape', 'dtype', 'mixed'];

/** The code that refuses it, or that it ran. */
async function endingOf(backend: Backend, { config, weights, inputs }: LayerCall): Promise<string> {
  const work: string[] = [];
  const watched: Backend = {
    ...backend,
    upload(tensor) {
      work.push('upload');
      return backend.upload(tensor);
    },
    compile(graph, options) {
      work.push('compile');
      return backend.compile(graph, options);
    },
  };
  const refused = async <R>(stage: string, action: () => Promise<R>): Promise<R | string> => {
    let code = '';
    const made = await unlessRefused('MosaError', codes, () =>
      action().catch((error) => {
        code = error === readingError ? 'unreadable' : String(error?.code);
        if (error !== readingError) throw error;
      }),
    );
    if (code === '') return made as R;
    if (work.includes(stage)) throw new Error(`${backend.name}: ${code} only after ${work.join(', ')}`);
    return code;
  };
  // Its own, to be spoilt: what becomes of them once the layer is made reaches no result.
  const own = structuredCloneOf(config);
  const given = structuredCloneOf(weights);
  const layer = await refused('upload', () => createLayer(watched, own, given));
  if (typeof layer === 'string') return layer;
  spoil(own, given);
  try {
    const first = await refused('compile', async () => bitsOf(await layer.run(inputs)));
    if (work.includes('compile') === false) return first as string;
    expect(await bitsOf(await layer.run(inputs)), `${backend.name}: a second run`).toEqual(first);
  } finally {
    await layer.dispose();
  }
  const verdict = await judgeLayer(backend, prepareLayer(config, whole(inputs), weights));
  if (verdict.status !== 'pass') {
    const { x, mask } = inputs;
    const what = `${show(config)} at [${x.shape}]${mask ? `, mask ${mask.data}` : ''}`;
    throw new Error(`${backend.name}: ${verdict.stage}: ${verdict.reason}: ${what}`);
  }
  return 'ran';
}

/** A copy where there can be one; what cannot be copied is refused anyway. */
function structuredCloneOf<V>(value: V): V {
  try {
    return structuredClone(value);
  } catch {
    return value;
  }
}

function spoil(config: AttentionConfig, weights: Tensors): void {
  for (const part of [config, ...Object.values(config)]) {
    if (typeof part === 'object' && part !== null) Object.assign(part, { heads: 99, dModel: 'spoilt' });
  }
  for (const { data } of Object.values(weights)) data.fill(Number.NaN);
}

/** As the graph takes them: 1 for every nonzero bool. */
function whole({ x, mask }: LayerCall['inputs']): Record<string, HostTensor> {
  return mask ? { x, mask: { ...mask, data: Uint8Array.from(mask.data, (bit) => (bit ? 1 : 0)) } } : { x };
}

async function bitsOf(outputs: object): Promise<Record<string, string>> {
  const bits: Record<string, string> = {};
  for (const [name, tensor] of Object.entries(outputs) as [string, DeviceTensor][]) {
    const { data } = await tensor.read();
    tensor.dispose();
    bits[name] = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
  }
  return bits;
}
