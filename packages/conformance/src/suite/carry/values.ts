import { type Backend, hostTensor } from '@mosa-js/core';
import type { Verdict } from '../case';
import { judgeExactly } from '../judge';
import { refused } from '../refused';
import { carry, counter, initial, judgeState, leavingNothing, step, three, withCounter } from './counter';

/** Values from the host and from the device, some and all, and back to the first ones. */
export function replacedAndReset(backend: Backend): Promise<Verdict> {
  return withCounter(backend, async (program) => {
    const { state } = program;
    const verdicts = [await step(program, 5, 100, 'at first')];
    const total = three(1000);
    const replacing = state.replace({ total });
    total.data.fill(-1);
    await replacing;
    verdicts.push(await judgeState(program, 1000, 1, 'one replaced'), await step(program, 5, 1000, 'one replaced'));

    const onDevice = await backend.upload(three(70));
    const given = state.replace({ total: onDevice, count: hostTensor([8], [], 'int32') });
    onDevice.dispose();
    await given;
    verdicts.push(await judgeState(program, 70, 8, 'from the device'), await step(program, 1, 70, 'from the device'));

    const kept = await backend.upload(three(30));
    await state.replace({ total: kept });
    verdicts.push(await step(program, 1, 30, 'kept'), judgeExactly(await kept.read(), three(30), 'what was given'));
    kept.dispose();

    await state.reset();
    verdicts.push(await judgeState(program, 100, 0, 'reset'), await step(program, 2, 100, 'reset'));
    await state.reset();
    return [...verdicts, await judgeState(program, 100, 0, 'reset again')];
  });
}

/** Without initial values nothing runs before all are given, and nothing after a reset. */
export function withoutInitial(backend: Backend): Promise<Verdict> {
  return leavingNothing(backend, async () => {
    const program = await backend.compile(counter, { carry });
    const { state } = program;
    const run = () => program.run({ x: three(0) });
    try {
      return [
        await refused('a run without a state', 'input', run),
        await refused('a read without a state', 'input', () => state.read('total')),
        await state.replace({ total: initial.total }).then(() => refused('a run with a part of it', 'input', run)),
        await state.replace(initial).then(() => step(program, 3, 100, 'a run with all of it')),
        await judgeState(program, 103, 1, 'after a run'),
        await state.reset().then(() => refused('a run after a reset', 'input', run)),
      ];
    } finally {
      await program.dispose();
    }
  });
}
