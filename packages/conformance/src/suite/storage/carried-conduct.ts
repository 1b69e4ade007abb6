import { type Backend, hostTensor, type StorageFormat, trace } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import { leavingNothing } from '../carry/counter';
import type { Verdict } from '../case';
import { firstFailure, judgeExactly } from '../judge';
import { refused } from '../refused';
import { read } from '../with-program';
import { notCarried } from './rounded';

const x = hostTensor([0.1, 2, -3], [3]);
const count = hostTensor([7], [1], 'int32');
const types = { x, count };
const tooLarge: Record<HalfFormat, number> = { float16: 65520, bfloat16: -(2 ** 127) * (2 - 2 ** -8) };

/** What cannot be held so is refused before any device work, and by name. */
export async function refusedStates(backend: Backend, format: HalfFormat): Promise<Verdict> {
  const create = (storage: unknown, initial = types) =>
    backend.createState(types, { initial, storage: storage as Record<string, StorageFormat> });
  if (notCarried(backend, format))
    return refused(`a state in ${format}`, 'unsupported', async () => create({ x: format }));
  return leavingNothing(backend, async () => {
    const large = { ...types, x: hostTensor([1, tooLarge[format], 2], [3]) };
    const verdicts = [
      await refused('a format that there is not', 'config', () => create({ x: 'float8' })),
      await refused('integers in 16 bits', 'config', () => create({ count: format })),
      await refused('a name that the state has not', 'config', () => create({ y: format })),
      await refused('no formats by name', 'config', () => create(format)),
      await refused('an initial value beyond', 'data', () => create({ x: format }, large)),
    ];
    const state = await create({ x: format });
    const whole = await backend.upload(x);
    const other = format === 'float16' ? 'bfloat16' : 'float16';
    try {
      return [
        ...verdicts,
        await refused('a value beyond', 'data', () => state.replace({ x: large.x })),
        await refused('a tensor in float32', 'unsupported', () => state.replace({ x: whole })),
        ...(notCarried(backend, other)
          ? []
          : [await refused('a value in two formats', 'config', () => twoFormats(backend, format, other))]),
      ];
    } finally {
      whole.dispose();
      await state.dispose();
    }
  });
}

/** One value that is carried in both formats would be rounded twice. */
async function twoFormats(backend: Backend, format: HalfFormat, other: HalfFormat): Promise<void> {
  const graph = trace(
    (ops, { a, b }) => {
      const sum = ops.add(a!, b!);
      return { a: sum, b: sum };
    },
    { inputs: { a: x, b: x } },
  );
  const state = await backend.createState({ a: x, b: x }, { storage: { a: format, b: other } });
  try {
    await backend.compile(graph, { state, carry: { a: 'a', b: 'b' } });
  } finally {
    await state.dispose();
  }
}

/** Values from the host, and tensors that are held so; runs read what was given, rounded, and so does who reads the state. */
export function replacedInFormat(backend: Backend, format: HalfFormat): Promise<Verdict> {
  const given = hostTensor([1 + 2 ** -12, -5, 0.25], [3]);
  const held = hostTensor([1, -5, 0.25], [3]);
  const graph = trace((ops, { x }) => ({ next: ops.neg(x!), twice: ops.add(x!, x!) }), { inputs: { x } });
  return leavingNothing(backend, async () => {
    const state = await backend.createState({ x }, { initial: { x: given }, storage: { x: format } });
    const program = await backend.compile(graph, { state, carry: { x: 'next' } });
    const own = await backend.upload(hostTensor([3, 3 + 2 ** -11, 9], [3]), { storage: format });
    const verdicts: Verdict[] = [];
    const times = (factor: number, of = held) =>
      hostTensor(
        Array.from(of.data, (value: number) => factor * value),
        [3],
      );
    const run = async (wanted: typeof held, stage: string) => {
      const { twice } = await program.run({});
      verdicts.push(judgeExactly(await read(twice!), times(2, wanted), stage));
      verdicts.push(judgeExactly(await state.read('x'), times(-1, wanted), `${stage}, the state`));
    };
    try {
      verdicts.push(judgeExactly(await state.read('x'), held, 'at first'));
      await run(held, 'the first run');
      await run(times(-1), 'the second run');
      await state.replace({ x: given });
      await run(held, 'replaced from the host');
      await state.replace({ x: own });
      const kept = hostTensor([3, 3, 9], [3]);
      await run(kept, 'replaced from the device');
      verdicts.push(judgeExactly(await own.read(), kept, 'what was given'));
      await state.reset();
      await run(held, 'reset');
      return [firstFailure(verdicts)];
    } finally {
      own.dispose();
      await program.dispose();
      await state.dispose();
    }
  });
}

/** A state takes no more than in float32, before runs and after them, and at least its bits. */
export async function memoryOfState(backend: Backend, format: HalfFormat): Promise<Verdict> {
  const problems: string[] = [];
  for (const size of [1, 33, 4096]) {
    const type = { shape: [size], dtype: 'float32' } as const;
    const graph = trace((ops, { x }) => ({ next: ops.add(x!, x!) }), { inputs: { x: type } });
    const initial = { x: hostTensor(new Float32Array(size).fill(1), [size]) };
    const before = backend.memory().bytes;
    const grown: number[] = [];
    for (const storage of [format, 'float32'] as const) {
      const state = await backend.createState({ x: type }, { initial, storage: { x: storage } });
      grown.push(backend.memory().bytes - before);
      const program = await backend.compile(graph, { state, carry: { x: 'next' } });
      await program.run({});
      await program.run({});
      await program.dispose();
      grown.push(backend.memory().bytes - before);
      await state.dispose();
    }
    const left = backend.memory().bytes - before;
    const [half, after, whole] = grown as [number, number, number];
    if (half < 2 * size || half > whole || after !== half || left !== 0)
      problems.push(
        `${size} elements take ${half} bytes, ${after} after runs, ${whole} in float32, and ${left} in the end`,
      );
  }
  return problems.length === 0 ? { status: 'pass' } : { status: 'fail', stage: 'memory', reason: problems.join('; ') };
}
