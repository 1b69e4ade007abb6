import { type Backend, hostTensor, MosaError } from '@mosa-js/core';
import { createTrainer, type TrainableModel } from '@mosa-js/core/training';
import type { Verdict } from '../case';
import { judgeRelative } from '../judge';

/** A loss of NaN: the error names the op, and the next good step is as if nothing had happened. */
export async function judgeDivergence(backend: Backend): Promise<Verdict> {
  const vector = { shape: [3], dtype: 'float32' } as const;
  const model: TrainableModel = {
    parameters: { w: [3] },
    inputs: { x: vector },
    loss: (ops, { x }, { w }) => ({
      loss: ops.sum(
        ops.scope('model', () => ops.log(ops.mul(x!, w!))),
        [0],
      ),
    }),
  };
  const state = { step: 0, parameters: { w: hostTensor([1, 2, 3], [3]) } };
  const trainer = await createTrainer(backend, model, { optimizer: { learningRate: 0.1 }, state });
  try {
    const good = { x: hostTensor([1, 1, 1], [3]) };
    const error: unknown = await trainer.run({ x: hostTensor([1, -1, 1], [3]) }).then(
      () => undefined,
      (reason) => reason,
    );
    if (!(error instanceof MosaError) || error.code !== 'diverged')
      return { status: 'fail', stage: 'error', reason: `expected MosaError diverged, got ${String(error)}` };
    if (!/op log in model/.test(error.message))
      return { status: 'fail', stage: 'error', reason: `expected the op log in model, got: ${error.message}` };
    const { step, loss, gradientNorm } = await trainer.run(good);
    // ln 1 + ln 2 + ln 3, whose gradient is 1, ½, ⅓.
    const wanted = Float64Array.of(Math.log(6), Math.sqrt(1 + 1 / 4 + 1 / 9));
    const verdict = judgeRelative(hostTensor([loss, gradientNorm], [2]), wanted, 1e-5, 'the step after');
    return step === 1 ? verdict : { status: 'fail', stage: 'the step after', reason: `it is step ${step}, not 1` };
  } finally {
    await trainer.dispose();
  }
}
