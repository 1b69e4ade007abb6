import { type Backend, createLayer, type DeviceTensor, type HostTensor, hostTensor, layerGraph } from '@mosa-js/core';
import type { ConformanceCase, Verdict } from './case';
import { firstFailure, judge, judgeExactly } from './judge';
import { type LayerSpec, layerTensors } from './layer-spec';
import { type Prepared, prepare } from './prepared';

const spec = (T: number): LayerSpec => ({
  id: 'memory',
  config: {
    kind: 'sum',
    parts: {
      mosa: { kind: 'mosa', dModel: 16, dHead: 8, heads: 3, sparsity: 4, includeFirst: true },
      other: { kind: 'local', dModel: 16, dHead: 8, heads: 2, window: 4 },
    },
  },
  B: 2,
  T,
  seed: 5,
});

const known = new Map<number, Prepared>();

/** The layer at this length, with what must come out. */
function layerAt(T: number): Prepared {
  const found = known.get(T);
  if (found) return found;
  const made = prepare(() => {
    const { inputs, weights } = layerTensors(spec(T));
    return { graph: layerGraph(spec(T).config, inputs), tensors: { ...inputs, ...weights } };
  });
  known.set(T, made);
  return made;
}

/** Whether a result of the layer at this length is right. */
const judgeY = (backend: Backend, T: number, y: HostTensor): Verdict =>
  judge(y, layerAt(T).expected(backend).y!, `output at length ${T}`);

/** What stays on the device, and that runs do not disturb each other. Counts are the backend library's own. */
export function memoryCases(): ConformanceCase[] {
  return [
    { id: 'memory/layer-leaves-nothing', run: layerLeavesNothing },
    { id: 'memory/runs-do-not-grow', run: runsDoNotGrow },
    { id: 'memory/inputs-stay-the-callers', run: inputsStay },
    { id: 'memory/outputs-are-independent', run: outputsAreIndependent },
    { id: 'memory/guards-unharmed', run: guardsUnharmed },
    { id: 'runs/twice-bit-equal', run: twice },
    { id: 'runs/at-once-as-one-by-one', run: atOnce },
    { id: 'runs/many-inputs-in-turn', run: manyInputs },
    { id: 'runs/input-changed-after-run', run: inputChanged },
  ];
}

const expectCount = (what: string, before: number, after: number): Verdict =>
  before === after
    ? { status: 'pass' }
    : { status: 'fail', stage: 'memory', reason: `${what}: ${after} tensors, ${before} expected` };

async function layerLeavesNothing(backend: Backend): Promise<Verdict> {
  const before = backend.memory().tensors;
  const { weights } = layerTensors(spec(16));
  const layer = await createLayer(backend, spec(16).config, weights);
  const verdicts: Verdict[] = [];
  for (const T of [16, 9, 16, 1]) {
    verdicts.push(judgeY(backend, T, await runOnce(layer, layerTensors(spec(T)).inputs)));
  }
  await layer.dispose();
  return firstFailure([...verdicts, expectCount('after dispose', before, backend.memory().tensors)]);
}

async function runsDoNotGrow(backend: Backend): Promise<Verdict> {
  const { weights, inputs } = layerTensors(spec(16));
  const layer = await createLayer(backend, spec(16).config, weights);
  try {
    const verdicts = [judgeY(backend, 16, await runOnce(layer, inputs))];
    const before = backend.memory();
    for (let i = 0; i < 5; i++) verdicts.push(judgeY(backend, 16, await runOnce(layer, inputs)));
    const after = backend.memory();
    return firstFailure([
      ...verdicts,
      expectCount('after five more runs', before.tensors, after.tensors),
      expectCount('bytes after five more runs', before.bytes, after.bytes),
    ]);
  } finally {
    await layer.dispose();
  }
}

async function inputsStay(backend: Backend): Promise<Verdict> {
  const { weights, inputs } = layerTensors(spec(16));
  const layer = await createLayer(backend, spec(16).config, weights);
  const x = await backend.upload(inputs.x!);
  try {
    const verdicts: Verdict[] = [];
    for (let i = 0; i < 2; i++) {
      verdicts.push(judgeY(backend, 16, await runOnce(layer, { x: x as unknown as HostTensor })));
    }
    return firstFailure([...verdicts, judgeExactly(await x.read(), inputs.x!, 'input')]);
  } finally {
    x.dispose();
    await layer.dispose();
  }
}

async function outputsAreIndependent(backend: Backend): Promise<Verdict> {
  const { weights, inputs } = layerTensors(spec(16));
  const layer = await createLayer(backend, spec(16).config, weights);
  try {
    const first = await layer.run({ x: inputs.x! }, { also: ['logits', 'indices'] });
    const copy = await first.y.read();
    const second = await layer.run({
      x: { ...inputs.x!, data: inputs.x!.data.map((value: number) => -value) as Float32Array },
    });
    for (const tensor of Object.values(second)) tensor.dispose();
    first.logits.dispose();
    const verdict = firstFailure([judgeY(backend, 16, copy), judgeExactly(await first.y.read(), copy, 'output')]);
    first.y.dispose();
    first.indices.dispose();
    return verdict;
  } finally {
    await layer.dispose();
  }
}

/**
 * Known values around every buffer of a run, in sizes that libraries pool and round up to: a kernel that writes outside
 * its result changes one of them.
 */
async function guardsUnharmed(backend: Backend): Promise<Verdict> {
  const sizes = [1, 3, 16, 61, 256, 1000].flatMap((size) => [size, size, size]);
  const guards: { tensor: DeviceTensor; expected: HostTensor }[] = [];
  const guard = async () => {
    for (const size of sizes) {
      const expected = hostTensor(new Float32Array(size).fill(-7777.25 - guards.length), [size]);
      guards.push({ tensor: await backend.upload(expected), expected });
    }
  };
  const free = () => {
    for (const { tensor } of guards) tensor.dispose();
  };
  const verdicts: Verdict[] = [];
  try {
    await guard();
    for (const T of [1, 7, 33]) {
      const { inputs, weights } = layerTensors(spec(T));
      const x = await backend.upload(inputs.x!);
      await guard();
      const layer = await createLayer(backend, spec(T).config, weights);
      await guard();
      for (let i = 0; i < 2; i++) {
        verdicts.push(judgeY(backend, T, await runOnce(layer, { x: x as unknown as HostTensor })));
      }
      await layer.dispose();
      x.dispose();
    }
    for (const { tensor, expected } of guards) {
      verdicts.push(judgeExactly(await tensor.read(), expected, 'guard values'));
    }
    return firstFailure(verdicts);
  } finally {
    free();
  }
}

async function twice(backend: Backend): Promise<Verdict> {
  const { weights, inputs } = layerTensors(spec(64));
  const layer = await createLayer(backend, spec(64).config, weights);
  try {
    const first = await runOnce(layer, inputs);
    return firstFailure([judgeY(backend, 64, first), judgeExactly(await runOnce(layer, inputs), first, 'output')]);
  } finally {
    await layer.dispose();
  }
}

async function atOnce(backend: Backend): Promise<Verdict> {
  const { weights } = layerTensors(spec(16));
  const layer = await createLayer(backend, spec(16).config, weights);
  try {
    const all = [16, 9, 16, 5].map((T) => layerTensors(spec(T)).inputs);
    const apart: HostTensor[] = [];
    for (const inputs of all) apart.push(await runOnce(layer, inputs));
    const together = await Promise.all(all.map((inputs) => runOnce(layer, inputs)));
    return firstFailure([
      ...[16, 9, 16, 5].map((T, i) => judgeY(backend, T, apart[i]!)),
      ...together.map((y, i) => judgeExactly(y, apart[i]!, 'output')),
    ]);
  } finally {
    await layer.dispose();
  }
}

/**
 * Ten inputs in turn, twice, while the caller keeps every output: what a program remembers of earlier runs must reach no later
 * one. Some are run by a program that has done nothing else, too.
 */
async function manyInputs(backend: Backend): Promise<Verdict> {
  const { weights, inputs } = layerTensors(spec(16));
  const { data, ...type } = inputs.x!;
  const given = Array.from({ length: 10 }, (_, i): HostTensor => {
    const turned = Float32Array.from(data, (_value, at) => data[(at + i) % data.length]!);
    return { ...type, data: turned };
  });
  const kept: DeviceTensor[] = [];
  const runAll = async (xs: readonly HostTensor[]) => {
    const program = await backend.compile(layerGraph(spec(16).config, inputs), { weights });
    try {
      for (const x of xs) {
        const { y, ...others } = await program.run({ ...inputs, x });
        kept.push(y!);
        for (const tensor of Object.values(others)) tensor.dispose();
      }
    } finally {
      await program.dispose();
    }
  };
  try {
    await runAll([...given, ...given]);
    const alone = [0, 5, 9];
    for (const i of alone) await runAll([given[i]!]);
    const results: HostTensor[] = [];
    for (const y of kept) results.push(await y.read());
    return firstFailure([
      judgeY(backend, 16, results[0]!),
      ...given.map((_, i) => judgeExactly(results[10 + i]!, results[i]!, `output of input ${i}, the second time`)),
      ...alone.map((i, at) => judgeExactly(results[i]!, results[20 + at]!, `output of input ${i} beside others`)),
    ]);
  } finally {
    for (const y of kept) y.dispose();
  }
}

/** What the caller does with its array after the run began must not reach the weights or a later run's result. */
async function inputChanged(backend: Backend): Promise<Verdict> {
  const { weights, inputs } = layerTensors(spec(16));
  const own = Object.fromEntries(
    Object.entries(weights).map(([name, w]) => [name, { ...w, data: Float32Array.from(w.data) }]),
  );
  const program = await backend.compile(layerGraph(spec(16).config, inputs), { weights: own });
  try {
    const first = await program.run(inputs);
    const expected = await first.y!.read();
    for (const weight of Object.values(own)) weight.data.fill(Number.NaN);
    const second = await program.run(inputs);
    const verdict = firstFailure([
      judgeY(backend, 16, expected),
      judgeExactly(await second.y!.read(), expected, 'weights'),
    ]);
    for (const tensor of [...Object.values(first), ...Object.values(second)]) tensor.dispose();
    return verdict;
  } finally {
    await program.dispose();
  }
}

async function runOnce(
  layer: Awaited<ReturnType<typeof createLayer>>,
  inputs: Record<string, HostTensor>,
): Promise<HostTensor> {
  const outputs = await layer.run(inputs as { x: HostTensor });
  try {
    return await outputs.y.read();
  } finally {
    for (const tensor of Object.values(outputs)) tensor.dispose();
  }
}
