import {
  type Backend,
  type DeviceTensor,
  type HostTensor,
  hostTensor,
  layerGraph,
  type MosaConfig,
  trace,
} from '@mosa-js/core';
import type { ConformanceCase, Verdict } from './case';
import type { Tensors } from './graph-case';
import { firstFailure, judge, judgeExactly } from './judge';
import { type LayerSpec, layerTensors } from './layer-spec';
import { prepare } from './prepared';
import { random } from './values';

const config: MosaConfig = { kind: 'mosa', dModel: 8, dHead: 4, heads: 2, sparsity: 4 };
const [B, T, k] = [2, 16, 4];

/** A mask and a given selection beside x: inputs of every type. */
function scene(seed: number): { readonly inputs: Tensors; readonly weights: Tensors } {
  const lengths = seed % 2 === 0 ? [16, 9] : [11, 14];
  const spec: LayerSpec = { id: 'layers', config, B, T, seed, lengths };
  const { inputs, weights } = layerTensors(spec);
  const chosen = Array.from({ length: config.heads * B * k }, (_, i) => 4 * (i % k) + ((seed + Math.floor(i / k)) % 4));
  return { inputs: { ...inputs, indices: hostTensor(chosen, [config.heads, B, k], 'int32') }, weights };
}

const graph = layerGraph(config, scene(0).inputs);
const known = new Map<string, ReturnType<typeof prepare>>();

/** Whether y is right for the inputs of one seed and the weights of another. */
function judgeY(backend: Backend, y: HostTensor, inputs: number, weights: number, stage: string): Verdict {
  const key = `${inputs},${weights}`;
  const found =
    known.get(key) ?? prepare(() => ({ graph, tensors: { ...scene(inputs).inputs, ...scene(weights).weights } }));
  known.set(key, found);
  return judge(y, found.expected(backend).y!, stage);
}

/** As `conduct/`, of tensors of every type, with the ops of heads. */
export function layerInputCases(): ConformanceCase[] {
  return [
    { id: 'layers/every-array-is-reused', run: reused },
    { id: 'layers/every-tensor-is-part-of-a-buffer', run: partOfBuffer },
    { id: 'layers/device-tensors-in-another-order', run: onDevice },
    { id: 'layers/outputs-outlive-what-made-them', run: outlive },
    { id: 'layers/large-outputs-outlive-what-made-them', run: largeOutlive },
    { id: 'layers/outputs-are-the-next-inputs', run: fedBack },
    { id: 'layers/programs-that-differ-in-an-output', run: otherOutput },
  ];
}

/** Weights come in 64 bits; inputs are on the host in one turn, and on the device in the next. */
async function reused(backend: Backend): Promise<Verdict> {
  const wide = (tensor: HostTensor) => ({ ...tensor, data: Float64Array.from(tensor.data) }) as HostTensor;
  const arrays = { inputs: each(scene(0).inputs, own), weights: each(scene(0).weights, wide) };
  const verdicts: Verdict[] = [];
  for (const seed of [1, 2, 3]) {
    fill(arrays.weights, scene(seed).weights);
    const program = await backend.compile(graph, { weights: arrays.weights });
    fill(arrays.weights, scene(0).weights);
    try {
      fill(arrays.inputs, scene(seed).inputs);
      const [y] = await readAll(await program.run(arrays.inputs));
      verdicts.push(judgeY(backend, y!, seed, seed, `inputs and weights ${seed}`));
      const device: Record<string, DeviceTensor> = {};
      try {
        for (const [name, tensor] of Object.entries(arrays.inputs)) device[name] = await backend.upload(tensor);
        fill(arrays.inputs, scene(seed + 1).inputs);
        const [again] = await readAll(await program.run(device));
        verdicts.push(judgeY(backend, again!, seed, seed, `inputs and weights ${seed}, uploaded before`));
      } finally {
        for (const tensor of Object.values(device)) tensor.dispose();
      }
    } finally {
      await program.dispose();
    }
  }
  return firstFailure(verdicts);
}

async function partOfBuffer(backend: Backend): Promise<Verdict> {
  const { inputs, weights } = scene(1);
  const program = await backend.compile(graph, { weights: each(weights, within) });
  try {
    const [y] = await readAll(await program.run(each(inputs, within)));
    return judgeY(backend, y!, 1, 1, 'output');
  } finally {
    await program.dispose();
  }
}

/** Uploads, runs and reads that nobody waits for in turn; nothing that was given is changed by a dozen runs. */
async function onDevice(backend: Backend): Promise<Verdict> {
  const { inputs, weights } = scene(1);
  const all = Object.entries({ ...weights, ...inputs }).reverse();
  const tensors = await Promise.all(all.map(([, tensor]) => backend.upload(tensor)));
  const device = Object.fromEntries(all.map(([name], i) => [name, tensors[i]!]));
  const pick = (from: Tensors) => Object.fromEntries(Object.entries(device).filter(([name]) => name in from));
  try {
    const program = await backend.compile(graph, { weights: pick(weights) });
    try {
      const outputs = await Promise.all(Array.from({ length: 12 }, () => program.run(pick(inputs))));
      const results = await Promise.all(outputs.map(readAll));
      const kept = await Promise.all(tensors.map((tensor) => tensor.read()));
      return firstFailure([
        ...results.map(([y], i) => judgeY(backend, y!, 1, 1, `run ${i + 1}`)),
        ...kept.map((tensor, i) => judgeExactly(tensor, all[i]![1], `${all[i]![0]} afterwards`)),
      ]);
    } finally {
      await program.dispose();
    }
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
}

async function outlive(backend: Backend): Promise<Verdict> {
  const outputs: DeviceTensor[] = [];
  const verdicts: Verdict[] = [];
  try {
    const scenes = [1, 2, 3, 4].map(scene);
    const uploads = await Promise.all(scenes.map(({ inputs }) => uploadAll(backend, inputs)));
    for (const [i, { weights }] of scenes.entries()) {
      const device = uploads[i]!;
      const program = await backend.compile(graph, { weights });
      const made = await program.run(device);
      outputs.push(made.y!);
      for (const [name, tensor] of Object.entries(made)) if (name !== 'y') tensor.dispose();
      for (const tensor of Object.values(device)) tensor.dispose();
      await program.dispose();
    }
    for (const [i, y] of outputs.entries())
      verdicts.push(judgeY(backend, await y.read(), i + 1, i + 1, `program ${i + 1}`));
    return firstFailure(verdicts);
  } finally {
    for (const tensor of outputs) tensor.dispose();
  }
}

/** Large ones, which a library may leave on the device: one is read and disposed of after its program, one is the next input. */
async function largeOutlive(backend: Backend): Promise<Verdict> {
  const x = random([64, 64], 1);
  const w = random([64, 64], 2);
  const built = trace((ops, inputs, weights) => ({ y: ops.mul(inputs.x!, weights.w!), z: ops.neg(inputs.x!) }), {
    inputs: { x },
    weights: { w },
  });
  const first = await backend.compile(built, { weights: { w } });
  const { y, z } = await first.run({ x });
  await first.dispose();
  try {
    const second = await backend.compile(built, { weights: { w: y! } });
    const next = await second.run({ x: z! });
    z!.dispose();
    await second.dispose();
    const [made, turned] = [await next.y!.read(), await next.z!.read()];
    next.y!.dispose();
    next.z!.dispose();
    const product = prepare(() => ({ graph: built, tensors: { x, w } })).expected(backend).y!;
    const after = prepare(() => ({
      graph: trace((ops, { x: first, w: by }) => ({ y: ops.mul(ops.neg(first!), ops.mul(first!, by!)) }), {
        inputs: { x, w },
      }),
      tensors: { x, w },
    })).expected(backend).y!;
    return firstFailure([
      judge(await y!.read(), product, 'a result that was used as a weight'),
      judge(made, after, 'what was made of it'),
      judgeExactly(turned, x, 'what was made of the other'),
    ]);
  } finally {
    y!.dispose();
  }
}

/** Each run works on what the one before gave, and all is kept. */
async function fedBack(backend: Backend): Promise<Verdict> {
  const { inputs, weights } = scene(1);
  const program = await backend.compile(graph, { weights });
  const held: DeviceTensor[] = [];
  try {
    let x: DeviceTensor | HostTensor = inputs.x!;
    for (let turn = 0; turn < 10; turn++) {
      const { y, ...others } = await program.run({ ...inputs, x });
      for (const tensor of Object.values(others)) tensor.dispose();
      held.push(y!);
      x = y!;
    }
    const verdicts: Verdict[] = [];
    let before: HostTensor = inputs.x!;
    const read = await Promise.all(held.map((tensor) => tensor.read()));
    for (const [turn, y] of read.entries()) {
      const expected = prepare(() => ({ graph, tensors: { ...inputs, ...weights, x: before } })).expected(backend);
      verdicts.push(judge(y, expected.y!, `run ${turn + 1}`));
      before = y;
    }
    return firstFailure(verdicts);
  } finally {
    for (const tensor of held) tensor.dispose();
    await program.dispose();
  }
}

/** One graph of which another node is asked for: its last of the same type. */
async function otherOutput(backend: Backend): Promise<Verdict> {
  const { inputs, weights } = scene(1);
  const y = graph.nodes[graph.outputs.y!]!;
  const like = ({ type }: typeof y) => type.dtype === y.type.dtype && `${type.shape}` === `${y.type.shape}`;
  const earlier = graph.nodes.filter((node) => node.id !== y.id && like(node)).at(-1)!;
  const wanted = [graph, { ...graph, outputs: { ...graph.outputs, y: earlier.id } }];
  const verdicts: Verdict[] = [];
  for (const one of wanted) {
    const program = await backend.compile(one, { weights });
    try {
      const [actual] = await readAll(await program.run(inputs));
      const expected = prepare(() => ({ graph: one, tensors: { ...inputs, ...weights } })).expected(backend);
      verdicts.push(judge(actual, expected.y!, one === graph ? 'its output' : 'another of its nodes'));
    } finally {
      await program.dispose();
    }
  }
  return firstFailure(verdicts);
}

async function uploadAll(backend: Backend, tensors: Tensors): Promise<Record<string, DeviceTensor>> {
  const names = Object.keys(tensors);
  const made = await Promise.all(names.map((name) => backend.upload(tensors[name]!)));
  return Object.fromEntries(names.map((name, i) => [name, made[i]!]));
}

/** y first. */
async function readAll({ y, ...others }: Record<string, DeviceTensor>): Promise<HostTensor[]> {
  for (const tensor of Object.values(others)) tensor.dispose();
  try {
    return [await y!.read()];
  } finally {
    y!.dispose();
  }
}

function each(tensors: Tensors, change: (tensor: HostTensor) => HostTensor): Record<string, HostTensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)]));
}

const own = (tensor: HostTensor) => ({ ...tensor, data: tensor.data.slice() }) as HostTensor;

function fill(into: Tensors, from: Tensors): void {
  for (const [name, { data }] of Object.entries(into)) data.set(from[name]!.data);
}

function within(tensor: HostTensor): HostTensor {
  const size = tensor.data.length;
  const data = new (tensor.data.constructor as Float32ArrayConstructor)(size + 9);
  data.fill(1);
  data.set(tensor.data, 4);
  return { ...tensor, data: data.subarray(4, 4 + size) } as HostTensor;
}
