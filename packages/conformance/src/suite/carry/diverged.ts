import { type Backend, hostTensor } from '@mosa-js/core';
import { stateNames, stepGraph, stepNumbers, type TrainableModel } from '@mosa-js/core/training';
import type { Verdict } from '../case';
import { judgeExactly } from '../judge';
import { special } from '../values';
import { leavingNothing } from './counter';

const model: TrainableModel = {
  parameters: { w: [3] },
  buffers: { seen: [3] },
  inputs: { x: { shape: [3], dtype: 'float32' } },
  loss: (ops, { x }, { w, seen }) => ({
    loss: ops.sum(ops.log(ops.mul(x!, w!)), [0]),
    buffers: { seen: ops.add(seen!, x!) },
  }),
};

/** A training step carries its state. One whose loss or gradient is not finite leaves all of it, to the bit. */
export function divergedStep(backend: Backend): Promise<Verdict> {
  const optimizer = { learningRate: 0.1, weightDecay: 0.1, clip: 1 };
  const { parameters, first, second, buffers, numbers } = stateNames;
  const names = [parameters, first, second, buffers];
  return leavingNothing(backend, async () => {
    const zeros = special([0, 0, 0]);
    const program = await backend.compile(stepGraph(model, { optimizer, backend }), {
      carry: Object.fromEntries(names.map((name) => [name, name])),
      initial: { [parameters]: special([1, 2, 3]), [first]: zeros, [second]: zeros, [buffers]: zeros },
    });
    const run = async (...x: number[]) => {
      const { report } = await program.run({ x: special(x), [numbers]: hostTensor(stepNumbers(optimizer, 1), [3]) });
      report!.dispose();
    };
    const state = async () => Promise.all(names.map((name) => program.state.read(name)));
    try {
      await run(1, 2, 1);
      const before = await state();
      const verdicts: Verdict[] = [];
      const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
      for (const x of [
        [1, -1, 1],
        [nan, 1, 1],
        [1, inf, 1],
        [1, 1, 0],
      ]) {
        await run(...x);
        for (const [i, after] of (await state()).entries())
          verdicts.push(judgeExactly(after, before[i]!, `${names[i]} after a step on ${x}`));
      }
      await run(1, 1, 2);
      const after = await state();
      const moved = names.map((name, i): Verdict => {
        const isSame = after[i]!.data.every((value, at) => value === before[i]!.data[at]);
        return isSame ? { status: 'fail', stage: name, reason: 'a good step leaves it as it was' } : { status: 'pass' };
      });
      return [...verdicts, ...moved];
    } finally {
      await program.dispose();
    }
  });
}
