import {
  type Backend,
  createLayer,
  type DeviceTensor,
  type HostTensor,
  hostTensor,
  layerGraph,
  type MosaConfig,
} from '@mosa-js/core';
import type { ConformanceCase, Verdict } from './case';
import type { Tensors } from './graph-case';
import { firstFailure, judge, judgeExactly } from './judge';
import { type LayerSpec, layerTensors } from './layer-spec';
import { lazily, prepare } from './prepared';
import { read, withProgram } from './with-program';

const config: MosaConfig = { kind: 'mosa', dModel: 8, dHead: 4, heads: 2, sparsity: 4, rotaryFraction: 1 };
const spec: LayerSpec = { id: 'layers', config, B: 1, T: 16, seed: 31 };

/** One graph, two inputs and two sets of weights, with what must come out. */
const layer = lazily(() => {
  const one = layerTensors(spec);
  const other = layerTensors({ ...spec, seed: 32 });
  const graph = layerGraph(config, one.inputs);
  const prepared = (inputs: Tensors, weights: Tensors) =>
    prepare(() => ({ graph, tensors: { ...inputs, ...weights } }));
  const turned = layerGraph({ ...config, rotaryBase: 50 }, one.inputs);
  return {
    graph,
    one,
    other,
    own: prepared(one.inputs, one.weights),
    onOther: prepared(other.inputs, one.weights),
    withOther: prepared(one.inputs, other.weights),
    turned: prepare(() => ({ graph: turned, tensors: { ...one.inputs, ...one.weights } })),
  };
});

/** What layers may not share, keep or mix up between calls: as `conduct/`, with weights, constants and kernels of heads. */
export function layerConductCases(): ConformanceCase[] {
  return [
    { id: 'layers/programs-that-differ-in-weights', run: differentWeights },
    { id: 'layers/programs-that-differ-in-a-constant', run: differentConstants },
    { id: 'layers/outputs-of-many-runs-are-kept', run: keptOutputs },
    { id: 'layers/many-runs-at-once', run: manyAtOnce },
    { id: 'layers/inputs-of-a-reused-array', run: reusedInput },
    { id: 'layers/weights-outlive-a-layer', run: weightsOutlive },
    { id: 'layers/a-read-is-a-copy', run: readIsCopy },
  ];
}

async function differentWeights(backend: Backend): Promise<Verdict> {
  const { graph, one, other, own, withOther } = layer();
  return withProgram(backend, graph, one.weights, (first) =>
    withProgram(backend, graph, other.weights, async (second) =>
      firstFailure([
        judge(await read(await second(one.inputs.x!)), withOther.expected(backend).y!, 'the second program'),
        judge(await read(await first(one.inputs.x!)), own.expected(backend).y!, 'the first program'),
      ]),
    ),
  );
}

/** The tables of rotary encoding are constants, of one shape whatever the base. */
async function differentConstants(backend: Backend): Promise<Verdict> {
  const { graph, one, own, turned } = layer();
  return withProgram(backend, graph, one.weights, (first) =>
    withProgram(backend, turned.graph, one.weights, async (second) =>
      firstFailure([
        judge(await read(await second(one.inputs.x!)), turned.expected(backend).y!, 'the second program'),
        judge(await read(await first(one.inputs.x!)), own.expected(backend).y!, 'the first program'),
      ]),
    ),
  );
}

/** The first input, then the other one twice, then the first again: no two neighbours in any turn are the same throughout. */
async function keptOutputs(backend: Backend): Promise<Verdict> {
  const { graph, one, other, own, onOther } = layer();
  const turns = [
    { x: one.inputs.x!, right: own },
    { x: other.inputs.x!, right: onOther },
    { x: other.inputs.x!, right: onOther },
    { x: one.inputs.x!, right: own },
  ];
  return withProgram(backend, graph, one.weights, async (run) => {
    const outputs: DeviceTensor[] = [];
    try {
      for (const { x } of turns) outputs.push(await run(x));
      const verdicts: Verdict[] = [];
      for (const [i, output] of outputs.entries()) {
        const { y } = turns[i]!.right.expected(backend);
        verdicts.push(judge(await output.read(), y!, `output of run ${i + 1}`));
      }
      return firstFailure(verdicts);
    } finally {
      for (const tensor of outputs) tensor.dispose();
    }
  });
}

async function manyAtOnce(backend: Backend): Promise<Verdict> {
  const { graph, one, other, own, onOther } = layer();
  return withProgram(backend, graph, one.weights, async (run) => {
    const outputs = await Promise.all([run(one.inputs.x!), run(other.inputs.x!), run(one.inputs.x!)]);
    const results: HostTensor[] = [];
    for (const output of outputs) results.push(await read(output));
    return firstFailure(
      [own, onOther, own].map((right, i) => judge(results[i]!, right.expected(backend).y!, `run ${i + 1} of 3`)),
    );
  });
}

async function reusedInput(backend: Backend): Promise<Verdict> {
  const { graph, one, other, own, onOther } = layer();
  const array = hostTensor(one.inputs.x!.data.slice(), one.inputs.x!.shape);
  return withProgram(backend, graph, one.weights, async (run) => {
    const first = await read(await run(array));
    array.data.set(other.inputs.x!.data);
    const second = await read(await run(array));
    return firstFailure([
      judge(first, own.expected(backend).y!, 'the first run'),
      judge(second, onOther.expected(backend).y!, 'the run after the array has changed'),
    ]);
  });
}

/** Weights on the device belong to whoever put them there. */
async function weightsOutlive(backend: Backend): Promise<Verdict> {
  const { one, own } = layer();
  const weights: Record<string, DeviceTensor> = {};
  try {
    for (const [name, weight] of Object.entries(one.weights)) weights[name] = await backend.upload(weight);
    const verdicts: Verdict[] = [];
    for (const turn of ['first', 'second']) {
      const made = await createLayer(backend, config, weights);
      const { y } = await made.run({ x: one.inputs.x! });
      verdicts.push(judge(await read(y), own.expected(backend).y!, `the ${turn} layer`));
      await made.dispose();
    }
    for (const [name, weight] of Object.entries(one.weights)) {
      verdicts.push(judgeExactly(await weights[name]!.read(), weight, `${name} afterwards`));
    }
    return firstFailure(verdicts);
  } finally {
    for (const tensor of Object.values(weights)) tensor.dispose();
  }
}

async function readIsCopy(backend: Backend): Promise<Verdict> {
  const { graph, one, own } = layer();
  return withProgram(backend, graph, one.weights, async (run) => {
    const output = await run(one.inputs.x!);
    try {
      const first = await output.read();
      const kept = { ...first, data: first.data.slice() } as HostTensor;
      first.data.fill(-1);
      return firstFailure([
        judge(kept, own.expected(backend).y!, 'output'),
        judge(await output.read(), own.expected(backend).y!, 'a second read'),
      ]);
    } finally {
      output.dispose();
    }
  });
}
