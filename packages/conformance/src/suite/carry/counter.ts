import {
  type Backend,
  constantInt,
  type DeviceTensor,
  type Graph,
  type HostTensor,
  hostTensor,
  type Program,
  trace,
} from '@mosa-js/core';
import type { Verdict } from '../case';
import { firstFailure, judgeExactly } from '../judge';
import { special } from '../values';
import { read } from '../with-program';

export const three = (first: number): HostTensor => special([first, first + 1, first + 2]);

const x = three(0);
const count = hostTensor([0], [], 'int32');
const isOdd = hostTensor([0], [1], 'bool');

/** What the counter carries, in every dtype. */
export const carry = { total: 'next/total', count: 'next/count', isOdd: 'next/isOdd' } as const;

/** Where it starts. */
export const initial = { total: three(100), count, isOdd };

/** Adds x to a total and counts: in whole numbers, so that any mixing-up shows. `y` is the total before, doubled. */
export const counter: Graph = trace(
  (ops, inputs) => ({
    'next/total': ops.add(inputs.total!, inputs.x!),
    y: ops.add(inputs.total!, inputs.total!),
    'next/count': ops.add(inputs.count!, constantInt(ops, 1)),
    'next/isOdd': ops.not(inputs.isOdd!),
  }),
  { inputs: { x, total: three(0), count, isOdd } },
);

/** Compiles the counter, uses it and disposes of it; nothing may be left. */
export async function withCounter(backend: Backend, use: (program: Program) => Promise<Verdict[]>): Promise<Verdict> {
  return leavingNothing(backend, async () => {
    const program = await backend.compile(counter, { carry, initial });
    try {
      return await use(program);
    } finally {
      await program.dispose();
    }
  });
}

/** Fails where tensors are left, too. */
export async function leavingNothing(backend: Backend, use: () => Promise<Verdict[]>): Promise<Verdict> {
  const before = backend.memory().tensors;
  const verdict = firstFailure(await use());
  const left = backend.memory().tensors - before;
  if (verdict.status !== 'pass' || left === 0) return verdict;
  return { status: 'fail', stage: 'memory', reason: `${left} tensors left behind` };
}

/** Adds a number: `y` must be twice three(total), and the only output. */
export async function step(program: Program, added: number, total: number, stage: string): Promise<Verdict> {
  return judgeStep(await program.run({ x: same(added) }), total, stage);
}

export async function judgeStep(outputs: Record<string, DeviceTensor>, total: number, stage: string): Promise<Verdict> {
  const names = Object.keys(outputs).join();
  const { data, ...type } = await read(outputs.y!);
  if (names !== 'y') return { status: 'fail', stage, reason: `expected the output y, got ${names}` };
  return judgeExactly({ ...type, data } as HostTensor, doubled(total), stage);
}

/** What the state must be after so many steps. */
export async function judgeState(
  { state }: Pick<Program, 'state'>,
  total: number,
  steps: number,
  stage: string,
): Promise<Verdict> {
  return firstFailure([
    judgeExactly(await state.read('total'), three(total), `${stage}: total`),
    judgeExactly(await state.read('count'), hostTensor([steps], [], 'int32'), `${stage}: count`),
    judgeExactly(await state.read('isOdd'), hostTensor([steps % 2], [1], 'bool'), `${stage}: isOdd`),
  ]);
}

export const same = (value: number): HostTensor => special([value, value, value]);

const doubled = (total: number): HostTensor => special([0, 1, 2].map((i) => 2 * (total + i)));
