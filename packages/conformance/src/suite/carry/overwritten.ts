import { type Backend, type DeviceTensor, type HostTensor, hostTensor, trace } from '@mosa-js/core';
import type { Verdict } from '../case';
import { judgeExactly } from '../judge';
import { special } from '../values';
import { read } from '../with-program';
import { leavingNothing } from './counter';

const matrix = (...rows: number[][]): HostTensor => hostTensor(Float32Array.from(rows.flat()), [rows.length, 4]);
const added = [1, 2, 3, 4];

const types = {
  total: matrix(added),
  largest: special([0]),
  cache: matrix(added, added, added),
  rows: { shape: [2], dtype: 'int32' },
  x: matrix(added),
} as const;

/** Everything is read for the last time where it is replaced: by an op of its elements, of some rows, and before any. */
const graph = trace(
  (ops, { total, largest, cache, rows, x }) => {
    const before = ops.add(ops.sum(total!, [0, 1]), ops.sum(ops.mul(cache!, cache!), [0, 1]));
    const y = ops.add(before, ops.sum(largest!, [0]));
    const nextCache = ops.setRows(cache!, rows!, ops.concat([x!, total!], 0));
    const nextLargest = ops.max(ops.concat([ops.reshape(total!, [4]), largest!], 0), [0], true);
    const next = ops.add(total!, x!);
    return { y, 'next/cache': nextCache, 'next/largest': nextLargest, 'next/total': next, again: next };
  },
  { inputs: types },
);

const carry = { total: 'next/total', cache: 'next/cache', largest: 'next/largest' };

/** What takes the place of a state in the state's memory leaves alone what anybody else holds. */
export function overwritten(backend: Backend): Promise<Verdict> {
  return leavingNothing(backend, async () => {
    const initial = { total: matrix([0, 0, 0, 0]), largest: special([0]), cache: matrix(added, added, added) };
    const program = await backend.compile(graph, { carry, initial });
    const state = program.state!;
    const verdicts: Verdict[] = [];
    const kept: DeviceTensor[] = [];
    const judge = async (tensor: DeviceTensor | Promise<HostTensor>, wanted: HostTensor, stage: string) =>
      verdicts.push(judgeExactly(await ('read' in tensor ? tensor.read() : tensor), wanted, stage));
    const run = async (rows: number[]) => {
      const { y, again } = await program.run({ x: matrix(added), rows: hostTensor(rows, [2], 'int32') });
      kept.push(again!);
      return read(y!);
    };
    try {
      verdicts.push(judgeExactly(await run([0, 2]), scalar(90), 'y of run 1'));
      await judge(state.read('total'), matrix(added), 'total after run 1');
      await judge(state.read('cache'), matrix(added, added, [0, 0, 0, 0]), 'cache after run 1');
      verdicts.push(judgeExactly(await run([1, 1]), scalar(70), 'y of run 2'));
      await judge(
        state.read('cache'),
        matrix(added, added, [0, 0, 0, 0]),
        'cache after run 2: of equal rows the last counts',
      );
      await judge(state.read('largest'), special([4]), 'largest after run 2');
      await judge(kept[0]!, matrix(added), 'the total of run 1 after run 2');

      const own = await backend.upload(matrix([5, 5, 5, 5]));
      kept.push(own);
      await state.replace({ total: own });
      verdicts.push(judgeExactly(await run([2, 1]), scalar(84), 'y of run 3'));
      await judge(own, matrix([5, 5, 5, 5]), "the caller's tensor after run 3");
      await judge(state.read('total'), matrix([6, 7, 8, 9]), 'total after run 3');
      await judge(state.read('cache'), matrix(added, [5, 5, 5, 5], added), 'cache after run 3');
      await judge(state.read('largest'), special([5]), 'largest after run 3');
      return verdicts;
    } finally {
      for (const tensor of kept) tensor.dispose();
      await program.dispose();
    }
  });
}

const scalar = (value: number): HostTensor => hostTensor([value], []);
