import { type Backend, type DeviceTensor, hostTensor, trace } from '@mosa-js/core';
import type { Verdict } from '../case';
import { judgeExactly } from '../judge';
import { read } from '../with-program';
import {
  carry,
  counter,
  initial,
  judgeState,
  judgeStep,
  leavingNothing,
  same,
  step,
  three,
  withCounter,
} from './counter';

/** Each run takes what the one before left, and hands out only what is not carried. */
export function oneAfterAnother(backend: Backend): Promise<Verdict> {
  return withCounter(backend, async (program) => {
    const verdicts: Verdict[] = [];
    let total = 100;
    for (let run = 1; run <= 9; run++) {
      verdicts.push(await step(program, run, total, `run ${run}`));
      total += run;
      verdicts.push(await judgeState(program, total, run, `after run ${run}`));
    }
    return verdicts;
  });
}

/** Runs and reads that are not waited for take turns. */
export function atOnce(backend: Backend): Promise<Verdict> {
  return withCounter(backend, async (program) => {
    const runs = [1, 20, 300, 4000].map((added) => program.run({ x: same(added) }));
    const between = program.state.read('total');
    const last = program.run({ x: same(7) });
    const verdicts: Verdict[] = [];
    for (const [i, total] of [100, 101, 121, 421].entries())
      verdicts.push(await judgeStep(await runs[i]!, total, `run ${i + 1}`));
    verdicts.push(judgeExactly(await between, three(4421), 'a read between runs'));
    verdicts.push(await judgeStep(await last, 4421, 'the last run'));
    return [...verdicts, await judgeState(program, 4428, 5, 'after all')];
  });
}

/** Outputs live on when what they were made of is replaced and the program is gone. */
export function outputsOutlive(backend: Backend): Promise<Verdict> {
  return leavingNothing(backend, async () => {
    const program = await backend.compile(counter, { carry, initial });
    const outputs: Record<string, DeviceTensor>[] = [];
    for (const added of [1, 2, 3]) outputs.push(await program.run({ x: same(added) }));
    await program.dispose();
    const verdicts: Verdict[] = [];
    for (const [i, total] of [100, 101, 103].entries())
      verdicts.push(await judgeStep(outputs[i]!, total, `output of run ${i + 1}`));
    return verdicts;
  });
}

/** What is carried may be an input as it is: two change places in every run. An output may have a name beside. */
export async function placesChanged(backend: Backend): Promise<Verdict> {
  const graph = trace((ops, { a, b }) => ({ first: a!, second: b!, a: a!, difference: ops.sub(a!, b!) }), {
    inputs: { a: three(0), b: three(0) },
  });
  return leavingNothing(backend, async () => {
    const carry = { a: 'second', b: 'first' };
    const program = await backend.compile(graph, { carry, initial: { a: three(1), b: three(50) } });
    const verdicts: Verdict[] = [];
    try {
      for (let run = 1; run <= 5; run++) {
        const [own, other] = run % 2 === 1 ? [1, 50] : [50, 1];
        const { a, difference } = await program.run({});
        verdicts.push(
          judgeExactly(await read(a!), three(own), `run ${run}: a`),
          judgeExactly(await read(difference!), same(own - other), `run ${run}: difference`),
          judgeExactly(await program.state.read('a'), three(other), `run ${run}: the state`),
        );
      }
      return verdicts;
    } finally {
      await program.dispose();
    }
  });
}

/** A cache of rows: one program writes several at a time, one a single one, one only reads. */
export async function sharedByPrograms(backend: Backend): Promise<Verdict> {
  const cache = hostTensor(new Float32Array(12), [6, 2]);
  const writing = (count: number) =>
    trace((ops, { rows, values, cache }) => ({ next: ops.setRows(cache!, rows!, values!) }), {
      inputs: {
        rows: { shape: [count], dtype: 'int32' },
        values: { shape: [count, 2], dtype: 'float32' },
        cache,
      },
    });
  const reading = trace((ops, { cache, row }) => ({ y: ops.gather(cache!, row!) }), {
    inputs: { cache, row: { shape: [1], dtype: 'int32' } },
  });
  const rows = (...numbers: number[]) => hostTensor(numbers, [numbers.length], 'int32');
  return leavingNothing(backend, async () => {
    const state = await backend.createState({ cache }, { initial: { cache } });
    const options = { carry: { cache: 'next' }, state };
    const many = await backend.compile(writing(4), options);
    const one = await backend.compile(writing(1), options);
    const reader = await backend.compile(reading, { state });
    try {
      // The third row and the last are out of range.
      await many.run({ rows: rows(0, 4, 6, -1), values: hostTensor([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]) });
      const { y: before } = await reader.run({ row: rows(4) });
      await one.run({ rows: rows(4), values: hostTensor([9, 10], [1, 2]) });
      await many.dispose(); // the state is not its own
      await one.run({ rows: rows(-7), values: hostTensor([11, 12], [1, 2]) });
      const { y: after } = await reader.run({ row: rows(4) });
      const expected = hostTensor([1, 2, 0, 0, 0, 0, 0, 0, 9, 10, 0, 0], [6, 2]);
      return [
        judgeExactly(await read(before!), hostTensor([3, 4], [1, 2]), 'read after many rows'),
        judgeExactly(await read(after!), hostTensor([9, 10], [1, 2]), 'read after a row'),
        judgeExactly(await state.read('cache'), expected, 'the cache'),
        judgeExactly(await reader.state.read('cache'), expected, 'the state of a program'),
      ];
    } finally {
      for (const program of [many, one, reader]) await program.dispose();
      await state.dispose();
    }
  });
}
