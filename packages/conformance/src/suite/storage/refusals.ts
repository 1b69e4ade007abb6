import { type Backend, hostTensor, type StorageFormat, trace } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import { messageOf } from '../../errors';
import type { Verdict } from '../case';
import { firstFailure, judgeExactly } from '../judge';
import { refused } from '../refused';
import { notHeld } from './rounded';

const w = hostTensor([1, 2, 3], [3]);
const graph = trace((ops, inputs, weights) => ({ y: ops.add(inputs.x!, weights.w!), given: weights.w! }), {
  inputs: { x: w },
  weights: { w },
});
/** Finite numbers that become infinite. */
const tooLarge: Record<HalfFormat, number> = { float16: -65520, bfloat16: 2 ** 127 * (2 - 2 ** -8) };

/** A format that a backend does not hold is refused; what one that it holds cannot hold, too, and by name. */
export async function refusals(backend: Backend, format: HalfFormat): Promise<Verdict> {
  if (notHeld(backend, format))
    return firstFailure([
      await refused(`upload in ${format}`, 'unsupported', () => backend.upload(w, { storage: format })),
      await refused(`compile in ${format}`, 'unsupported', () =>
        backend.compile(graph, { weights: { w }, storage: format }),
      ),
    ]);
  const large = hostTensor([1, 2, tooLarge[format]], [3]);
  const verdicts = [
    await refused('upload of a number beyond', 'data', () => backend.upload(large, { storage: format })),
    await refused('a weight beyond', 'data', () => backend.compile(graph, { weights: { w: large }, storage: format })),
    await namesTheWeight(() => backend.compile(graph, { weights: { w: large }, storage: format })),
    await refused('a format that there is not', 'config', () =>
      backend.upload(w, { storage: 'float8' as StorageFormat }),
    ),
  ];
  const held = await backend.upload(w, { storage: format });
  const program = await backend.compile(graph, { weights: { w: held } });
  try {
    verdicts.push(await refused('an input in 16 bits', 'unsupported', () => program.run({ x: held })));
    const first = await program.run({ x: w });
    verdicts.push(judgeExactly(await first.y!.read(), hostTensor([2, 4, 6], [3]), 'a run after it'));
    // What a run hands out is float32, a weight as it was given, too.
    const second = await program.run({ x: first.given! });
    verdicts.push(judgeExactly(await second.y!.read(), hostTensor([2, 4, 6], [3]), 'a run of a weight handed out'));
    for (const tensor of [...Object.values(first), ...Object.values(second)]) tensor.dispose();
  } finally {
    await program.dispose();
    held.dispose();
  }
  // Integers are held as ever.
  const whole = hostTensor([70001, -3], [2], 'int32');
  const integers = await backend.upload(whole, { storage: format });
  verdicts.push(judgeExactly(await integers.read(), whole, 'integers'));
  integers.dispose();
  return firstFailure(verdicts);
}

async function namesTheWeight(call: () => Promise<unknown>): Promise<Verdict> {
  const message = await call().then(() => '', messageOf);
  if (/weight w\b/.test(message)) return { status: 'pass' };
  return { status: 'fail', stage: 'error', reason: `expected a message that names weight w, got ${message || 'none'}` };
}
