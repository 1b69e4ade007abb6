import { type Backend, type DeviceTensor, type Graph, type HostTensor, sizeOf, trace } from '@mosa-js/core';
import type { ConformanceCase, Verdict } from './case';
import { firstFailure, judgeExactly } from './judge';
import { random } from './values';

/** Classes in which data may come: both of float32, and those of the other types. */
const classes = ['float32', 'float32 in 64 bits', 'int32', 'bool'] as const;
type Class = (typeof classes)[number];

const shape = [4, 6];

/** Seeded whole numbers, exact in every class. */
function sample(of: Class, seed: number): HostTensor {
  if (of === 'bool') return random(shape, seed, 'bool');
  const whole = random(shape, seed, 'int32', -100, 100);
  if (of === 'int32') return whole;
  const data = of === 'float32' ? Float32Array.from(whole.data) : Float64Array.from(whole.data);
  return { shape, dtype: 'float32', data };
}

/** x and w, each changed by an op, so that neither can be handed out as it came. */
function changed(type: HostTensor): Graph {
  return trace(
    (ops, { x }, { w }) => {
      const by = (t: typeof x) => (type.dtype === 'bool' ? ops.not(t!) : ops.add(t!, t!));
      return { x: by(x), w: by(w) };
    },
    { inputs: { x: type }, weights: { w: type } },
  );
}
const changedOnHost = (given: HostTensor): HostTensor =>
  ({
    ...given,
    data: given.data.map((value: number) => (given.dtype === 'bool' ? 1 - value : 2 * value)),
  }) as HostTensor;

/** What holds of tensors of every type, wherever they come from: see `conduct/`. */
export function conductTensorCases(): ConformanceCase[] {
  return [
    ...classes.map((of): ConformanceCase => ({ id: `conduct/arrays-are-reused:${of}`, run: (b) => reused(b, of) })),
    ...classes.map((of): ConformanceCase => ({ id: `conduct/part-of-a-buffer:${of}`, run: (b) => part(b, of) })),
    ...classes.map((of): ConformanceCase => ({ id: `conduct/reads-are-copies:${of}`, run: (b) => copies(b, of) })),
    { id: 'conduct/a-read-is-a-copy:scalar', run: scalarCopy },
    { id: 'conduct/uploads-and-reads-at-once', run: atOnce },
    { id: 'conduct/many-tensors-are-kept', run: manyKept },
  ];
}

/** An upload, the input of a run and a weight, from one array whose elements change from turn to turn. */
async function reused(backend: Backend, of: Class): Promise<Verdict> {
  const array = sample(of, 0);
  const held: DeviceTensor[] = [];
  const verdicts: Verdict[] = [];
  try {
    for (const seed of [1, 2, 3]) {
      array.data.set(sample(of, seed).data);
      held.push(await backend.upload(array));
      verdicts.push(...(await runOn(backend, array, sample(of, seed), `turn ${seed}`)));
    }
    array.data.fill(0);
    for (const [i, tensor] of held.entries())
      verdicts.push(exactly(await tensor.read(), sample(of, i + 1), `upload ${i + 1}`));
    return firstFailure(verdicts);
  } finally {
    for (const tensor of held) tensor.dispose();
  }
}

/** The data is a view that starts within its buffer and ends before it does, as those of files and of WebAssembly are. */
async function part(backend: Backend, of: Class): Promise<Verdict> {
  const whole = sample(of, 4);
  const around = { ...whole, data: new (whole.data.constructor as Float32ArrayConstructor)(whole.data.length + 11) };
  around.data.fill(1);
  around.data.set(whole.data, 5);
  const view = { ...whole, data: around.data.subarray(5, 5 + whole.data.length) } as HostTensor;
  const tensor = await backend.upload(view);
  try {
    return firstFailure([
      exactly(await tensor.read(), whole, 'upload'),
      ...(await runOn(backend, view, whole, 'program')),
    ]);
  } finally {
    tensor.dispose();
  }
}

async function runOn(backend: Backend, given: HostTensor, truth: HostTensor, stage: string): Promise<Verdict[]> {
  const program = await backend.compile(changed(given), { weights: { w: given } });
  try {
    const { x, w } = await program.run({ x: given });
    try {
      return [
        exactly(await x!.read(), changedOnHost(truth), `${stage}: of the input`),
        exactly(await w!.read(), changedOnHost(truth), `${stage}: of the weight`),
      ];
    } finally {
      x!.dispose();
      w!.dispose();
    }
  } finally {
    await program.dispose();
  }
}

async function copies(backend: Backend, of: Class): Promise<Verdict> {
  return copiesOf(backend, sample(of, 5));
}

async function scalarCopy(backend: Backend): Promise<Verdict> {
  return copiesOf(backend, { shape: [], dtype: 'float32', data: Float32Array.of(7.5) });
}

async function copiesOf(backend: Backend, given: HostTensor): Promise<Verdict> {
  const tensor = await backend.upload(given);
  try {
    const [one, other] = await Promise.all([tensor.read(), tensor.read()]);
    const first = exactly({ ...one, data: one.data.slice() } as HostTensor, given, 'a read');
    one.data.fill(1 - one.data[0]!);
    return firstFailure([
      first,
      exactly(other, given, 'a read at the same time'),
      exactly(await tensor.read(), given, 'a later read'),
    ]);
  } finally {
    tensor.dispose();
  }
}

/** Nobody waits for the one before: each upload and each read must still be its own. */
async function atOnce(backend: Backend): Promise<Verdict> {
  const given = [1, 2, 3, 4, 5].flatMap((seed) => classes.map((of) => sample(of, seed)));
  const tensors = await Promise.all(given.map((tensor) => backend.upload(tensor)));
  try {
    const one = await tensors[0]!.read();
    const all = await Promise.all(tensors.map((tensor) => tensor.read()));
    return firstFailure([one, ...all].map((read, i) => exactly(read, given[Math.max(0, i - 1)]!, `read ${i}`)));
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
}

/** More tensors of one type than any pool is likely to turn around in. */
async function manyKept(backend: Backend): Promise<Verdict> {
  const x = sample('float32', 6);
  const count = 80;
  const numbered = (i: number): HostTensor => ({ ...x, data: new Float32Array(x.data).map((value) => value + i) });
  const held: DeviceTensor[] = [];
  const graph = trace((ops, given) => ({ twice: ops.add(given.x!, given.x!), neg: ops.neg(given.x!) }), {
    inputs: { x },
  });
  const program = await backend.compile(graph);
  try {
    for (let i = 0; i < count; i++) {
      held.push(await backend.upload(numbered(i)));
      const { twice, neg } = await program.run({ x: held.at(-1)! });
      held.push(twice!, neg!);
    }
    const verdicts: Verdict[] = [];
    for (const [at, tensor] of held.entries()) {
      const given = numbered(Math.floor(at / 3));
      const factor = [1, 2, -1][at % 3]!;
      const wanted = { ...x, data: given.data.map((value: number) => factor * value) } as HostTensor;
      verdicts.push(exactly(await tensor.read(), wanted, `tensor ${at + 1} of ${3 * count}`));
    }
    return firstFailure(verdicts);
  } finally {
    for (const tensor of held) tensor.dispose();
    await program.dispose();
  }
}

function exactly(actual: HostTensor, expected: HostTensor, stage: string): Verdict {
  const size = sizeOf(expected.shape);
  return judgeExactly(actual, { ...expected, data: expected.data.slice(0, size) }, stage);
}
