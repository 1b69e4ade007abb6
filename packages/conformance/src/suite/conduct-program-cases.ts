import {
  type Backend,
  type DeviceTensor,
  type HostTensor,
  hostTensor,
  type Named,
  type Traced,
  trace,
} from '@mosa-js/core';
import type { ConformanceCase, Verdict } from './case';
import { programsThatDiffer } from './differing-programs';
import { firstFailure, judge, judgeExactly } from './judge';
import { play, type Scene } from './scene';
import { random } from './values';

const whole = (seed: number): HostTensor =>
  hostTensor(Float32Array.from(random([16], seed, 'int32', -50, 50).data), [4, 4]);
const x = whole(61);
const w = whole(62);
const other = whole(63);
const flags = random([4, 4], 64, 'bool');
const rows = hostTensor(Int32Array.of(3, 1, 1, 0), [4], 'int32');

type Build = Scene['build'];

const turned = <V>(named: Named<V>): Record<string, V> => Object.fromEntries(Object.entries(named).reverse());

/** Everything that may be an output without an op of its own, and twice. */
const handedOut: Build = (ops, { a, b }, { v }) => {
  const constant = ops.constant(Float32Array.of(4, 5, 6), [3], 'float32');
  const sum = ops.add(a!, v!);
  const flat = ops.reshape(sum, [16]);
  return { sum, again: sum, flat, a: a!, b: b!, v: v!, twiceV: v!, constant, flatA: ops.reshape(a!, [2, 8]) };
};

/** Programs and what they are given, keep and hand out: see `conduct/`. */
export function conductProgramCases(): ConformanceCase[] {
  const scenes: Record<string, Scene> = {
    'outputs-are-inputs-weights-and-constants': {
      inputs: { a: x, b: flags },
      weights: { v: w },
      build: handedOut,
      act: async (run, read) => [...(await read(await run(), 'run 1')), ...(await read(turned(await run()), 'run 2'))],
    },
    'tensors-go-by-their-names': {
      inputs: { b: x, a: w },
      weights: { d: other, c: x },
      given: turned,
      build: (ops, { a, b }, { c, d }) => ({ z: ops.sub(a!, b!), y: ops.sub(c!, d!), x: ops.sub(a!, d!) }),
      act: async (run, read) => read(await run({ a: w, b: x }), 'in another order'),
    },
    'inputs-weights-and-outputs-of-one-name': {
      inputs: { x, y: other },
      weights: { x: w, y: x },
      build: (ops, inputs, weights) => ({ x: ops.sub(inputs.y!, weights.x!), y: ops.sub(inputs.x!, weights.y!) }),
      truth: {
        inputs: { ix: x, iy: other },
        weights: { wx: w, wy: x },
        build: (ops, { ix, iy }, { wx, wy }) => ({ x: ops.sub(iy!, wx!), y: ops.sub(ix!, wy!) }),
      },
    },
    'names-of-any-kind': {
      inputs: { 'x y/ü:0': x, toString: w, 'input"1"': other },
      weights: { constructor: x, '0': other },
      build: (ops, inputs, weights) => ({
        'é\n': ops.sub(inputs['x y/ü:0']!, inputs.toString as unknown as Traced),
        '1': ops.sub(inputs['input"1"']!, weights.constructor as unknown as Traced),
        valueOf: ops.sub(inputs['x y/ü:0']!, weights['0']!),
      }),
    },
    'programs-without-inputs': {
      weights: { v: w },
      build: (ops, _, { v }) => ({ y: ops.add(v!, ops.constant(x.data, x.shape, 'float32')) }),
    },
  };
  return [
    ...Object.entries(scenes).map(([name, scene]): ConformanceCase => {
      return { id: `conduct/${name}`, run: (backend) => play(backend, scene) };
    }),
    { id: 'conduct/outputs-outlive-what-made-them', run: outlive },
    { id: 'conduct/one-tensor-in-several-places', run: severalPlaces },
    { id: 'conduct/outputs-are-the-next-inputs', run: fedBack },
    { id: 'conduct/operands-are-not-written', run: operandsKept },
    { id: 'conduct/a-program-is-disposed-of-behind-its-runs', run: disposedBehind },
    ...programsThatDiffer(),
  ];
}

/** Inputs and program are gone, and others are made in their place, before an output is read. */
async function outlive(backend: Backend): Promise<Verdict> {
  const device = await backend.upload(x);
  const held: DeviceTensor[] = [];
  try {
    return await play(backend, {
      inputs: { a: x, b: flags },
      weights: { v: w },
      build: handedOut,
      async act(run, read, dispose) {
        const outputs = await run({ a: device, b: flags });
        device.dispose();
        await dispose();
        for (let turn = 0; turn < 3; turn++) {
          held.push(await backend.upload(other));
          const elsewhere = { inputs: { a: other, b: flags }, weights: { v: other }, build: handedOut };
          const verdict = await play(backend, elsewhere);
          if (verdict.status !== 'pass') return [verdict];
        }
        return read(outputs, 'after all else is gone');
      },
    });
  } finally {
    device.dispose();
    for (const tensor of held) tensor.dispose();
  }
}

async function severalPlaces(backend: Backend): Promise<Verdict> {
  const one = await backend.upload(x);
  try {
    return await play(backend, {
      inputs: { a: x, b: x },
      weights: { v: x, u: x },
      given: () => ({ v: one, u: one }),
      build: (ops, { a, b }, { v, u }) => ({ y: ops.add(ops.mul(a!, b!), ops.mul(v!, u!)), z: ops.sub(a!, v!) }),
      act: async (run, read) => [
        ...(await read(await run({ a: one, b: one }), 'run 1')),
        ...(await read(await run({ b: one, a: x }), 'run 2')),
      ],
    });
  } finally {
    one.dispose();
  }
}

/** Each output is the input of the next run, and all are kept; then it begins anew with an input from the host. */
async function fedBack(backend: Backend): Promise<Verdict> {
  const graph = trace((ops, inputs, weights) => ({ y: ops.add(inputs.x!, weights.w!) }), {
    inputs: { x },
    weights: { w },
  });
  const program = await backend.compile(graph, { weights: { w } });
  const held: DeviceTensor[] = [await backend.upload(x)];
  try {
    for (let run = 0; run < 12; run++) held.push((await program.run({ x: held.at(-1)! })).y!);
    const verdicts: Verdict[] = [];
    for (const [times, tensor] of held.entries()) {
      const value = { ...x, data: Float64Array.from(x.data, (first, i) => first + times * w.data[i]!) };
      const error = { data: new Float64Array(x.data.length) };
      verdicts.push(judge(await tensor.read(), { value, error } as Parameters<typeof judge>[1], `after ${times} runs`));
    }
    const { y } = await program.run({ x });
    const anew = Float64Array.from(x.data, (first, i) => first + w.data[i]!);
    verdicts.push(judgeExactly(await y!.read().finally(() => y!.dispose()), { ...x, data: anew }, 'begun anew'));
    return firstFailure(verdicts);
  } finally {
    for (const tensor of held) tensor.dispose();
    await program.dispose();
  }
}

/** Each op reads tensors that are on the device before, more than once; they are outputs, too, of the last run. */
async function operandsKept(backend: Backend): Promise<Verdict> {
  const given = { a: x, b: other, flags, rows };
  const device: Record<string, DeviceTensor> = {};
  try {
    for (const [name, tensor] of Object.entries(given)) device[name] = await backend.upload(tensor);
    return await play(backend, {
      inputs: given,
      weights: { v: w },
      build: everyKind,
      async act(run, read) {
        const verdicts: Verdict[] = [];
        for (let turn = 1; turn <= 12; turn++) verdicts.push(...(await read(await run(device), `run ${turn}`)));
        return verdicts;
      },
    });
  } finally {
    for (const tensor of Object.values(device)) tensor.dispose();
  }
}

const everyKind: Build = (ops, { a, b, flags: condition, rows: at }, { v }) => {
  const updates = ops.gather(v!, at!);
  const score = ops.softmax(a!);
  return {
    softmax: score,
    scattered: ops.scatterAdd(at!, updates, 4),
    topKValues: ops.topKValues(b!, 2),
    selectIndices: ops.selectIndices(b!, 2, condition!),
    running: ops.cumulativeSum(a!),
    chosen: ops.where(condition!, a!, v!),
    moved: ops.concat([ops.transpose(a!, [1, 0]), ops.slice(b!, [1, 0], [2, 4]), updates], 0),
    product: ops.matMul(a!, v!, false, true),
    attention: ops.attention(ops.mul(a!, score), b!, v!, { scale: 0.01, causal: true }),
    negated: ops.neg(a!),
    squared: ops.mul(a!, a!),
    not: ops.not(condition!),
    updates,
    a: a!,
    b: b!,
    flags: condition!,
    rows: at!,
    v: v!,
  };
};

async function disposedBehind(backend: Backend): Promise<Verdict> {
  return play(backend, {
    inputs: { a: x, b: flags },
    weights: { v: w },
    build: handedOut,
    async act(run, read, dispose) {
      const runs = [run(), run()];
      const disposed = dispose();
      const verdicts: Verdict[] = [];
      for (const outputs of await Promise.all(runs))
        verdicts.push(...(await read(outputs, 'a run before the disposal')));
      await disposed;
      return verdicts;
    },
  });
}
