import { type Backend, type CompileOptions, hostTensor, trace } from '@mosa-js/core';
import type { Verdict } from '../case';
import { refused } from '../refused';
import { special } from '../values';
import { carry, counter, initial, judgeState, leavingNothing, same, step, three, withCounter } from './counter';

const short = special([1, 2]);

/** What cannot be carried so is refused before any device work. */
export function refusedAtCompile(backend: Backend): Promise<Verdict> {
  const positions = trace((ops, { at }) => ({ next: ops.add(at!, at!), y: at! }), {
    inputs: { at: { shape: [3], dtype: 'int32', positions: 9 } },
  });
  const bad: [string, string, CompileOptions][] = [
    ['an input that the graph has not', 'config', { carry: { totals: 'next/total' } }],
    ['an output that the graph has not', 'config', { carry: { total: 'total' } }],
    ['an output of another dtype', 'config', { carry: { total: 'next/count' } }],
    ['an output of another shape', 'config', { carry: { count: 'next/total' } }],
    ['one output for two inputs', 'config', { carry: { total: 'next/total', x: 'next/total' } }],
    ['initial values of nothing', 'input', { initial: { total: three(1) } }],
    ['initial values of a part', 'input', { carry, initial: { total: three(1) } }],
    ['initial values of another shape', 'shape', { carry, initial: { ...initial, total: short } }],
    [
      'initial values of another dtype',
      'dtype',
      { carry, initial: { ...initial, total: hostTensor([1, 2, 3], [3], 'int32') } },
    ],
  ];
  return leavingNothing(backend, async () => {
    const verdicts: Verdict[] = [];
    for (const [what, code, options] of bad)
      verdicts.push(await refused(what, code, () => backend.compile(counter, options)));
    const state = await backend.createState({ total: short }, { initial: { total: short } });
    try {
      return [
        ...verdicts,
        await refused('positions', 'config', () => backend.compile(positions, { carry: { at: 'next' } })),
        await refused('a state of other types', 'config', () => backend.compile(counter, { state })),
        await refused('a state without all', 'config', () => backend.compile(counter, { carry: { ...carry }, state })),
        await refused('a state and initial values', 'config', () =>
          backend.compile(counter, { carry, initial, state }),
        ),
      ];
    } finally {
      await state.dispose();
    }
  });
}

/** Calls that are refused leave the state as it was, and the next run is as if they had not been. */
export function refusedCalls(backend: Backend): Promise<Verdict> {
  return withCounter(backend, async (program) => {
    const { state } = program;
    const total = await backend.upload(three(7));
    const gone = await backend.upload(three(8));
    gone.dispose();
    const isOdd = hostTensor([1], [1], 'bool');
    try {
      return [
        await step(program, 4, 100, 'before'),
        await refused('a run without an input', 'input', () => program.run({})),
        await refused('a run with what is carried', 'input', () => program.run({ x: same(1), total: three(1) })),
        await refused('a run on another shape', 'shape', () => program.run({ x: short })),
        await refused('a run on another dtype', 'dtype', () => program.run({ x: hostTensor([1, 2, 3], [3], 'int32') })),
        await refused('a read of another name', 'input', () => state.read('x')),
        await refused('another name', 'input', () => state.replace({ total: three(1), x: three(1) })),
        await refused('another shape', 'shape', () => state.replace({ isOdd, total: short })),
        await refused('another dtype', 'dtype', () => state.replace({ total, isOdd: hostTensor([1], [1]) })),
        await refused('a tensor after dispose()', 'disposed', () => state.replace({ total: gone, isOdd })),
        await judgeState(program, 104, 1, 'after'),
        await step(program, 4, 104, 'after'),
      ];
    } finally {
      total.dispose();
    }
  });
}

/** Runs before a disposal are done, and none after it. */
export function disposed(backend: Backend): Promise<Verdict> {
  return leavingNothing(backend, async () => {
    const program = await backend.compile(counter, { carry, initial });
    const { state } = program;
    const last = program.run({ x: same(1) });
    const disposing = program.dispose();
    const outputs = await last;
    for (const tensor of Object.values(outputs)) tensor.dispose();
    await disposing;
    await program.dispose();
    await state.dispose();
    const other = await backend.compile(counter, { carry, initial });
    await other.state.dispose();
    const verdicts = [
      await refused('a run after dispose()', 'disposed', () => program.run({ x: same(1) })),
      await refused('a read after dispose()', 'disposed', () => state.read('total')),
      await refused('a replacement after dispose()', 'disposed', () => state.replace({ total: three(1) })),
      await refused('a reset after dispose()', 'disposed', () => state.reset()),
      await refused('a run without its state', 'disposed', () => other.run({ x: same(1) })),
    ];
    await other.dispose();
    return verdicts;
  });
}
