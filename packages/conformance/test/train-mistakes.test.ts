import { type Backend, DeviceTensor, type HostTensor } from '@mosa-js/core';
import { stateNames } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { runSuite } from '../src';
import type { TrainSpec } from '../src/suite/train/spec';
import { trainSpecs } from '../src/suite/train/specs';
import { trainCases } from '../src/suite/train-cases';
import { exact, inFloat32 } from './narrow';
import { mistakes, numbersTensor, withWrongAdamW, withWrongInputs, wrongNumbers } from './support/wrong-adamw';

const float32 = () => createReferenceBackend({ kernels: inFloat32(exact), precision: 'float32' });
const cases = trainCases();

/** The cases that notice, each with its stage. */
async function killers(broken: (spec: TrainSpec) => Backend): Promise<string[]> {
  const found: string[] = [];
  for (const [id, spec] of Object.entries(trainSpecs())) {
    const given = cases.filter((one) => one.id === id);
    await runSuite(broken(spec), given, ({ status, stage }) => {
      if (status === 'fail') found.push(`${id}: ${stage}`);
    });
  }
  return found;
}

it('AdamW written a second time passes, so that what follows is about the mistakes', async () => {
  expect(await killers((spec) => withWrongAdamW(float32(), spec, 'none'))).toEqual([]);
});

it.each(mistakes.slice(1))('two cases or more notice this mistake in AdamW: %s', async (mistake) => {
  const noticed = await killers((spec) => withWrongAdamW(float32(), spec, mistake));
  expect(noticed.length).toBeGreaterThanOrEqual(2);
});

it.each(Object.entries(wrongNumbers))('two cases or more notice that %s', async (_name, numbers) => {
  const noticed = await killers(({ optimizer }) =>
    withWrongInputs(float32(), (inputs, step) => {
      return { ...inputs, [stateNames.numbers]: numbersTensor(numbers(optimizer, step)) };
    }),
  );
  expect(noticed.length).toBeGreaterThanOrEqual(2);
});

it.each([stateNames.parameters, stateNames.first, stateNames.second])(
  'two cases or more notice that every step starts from the %s of the first',
  async (name) => {
    const noticed = await killers(() => {
      let first: HostTensor | undefined;
      return withWrongInputs(float32(), async (inputs) => {
        const given = inputs[name]!;
        first ??= given instanceof DeviceTensor ? await given.read() : given;
        return { ...inputs, [name]: first };
      });
    });
    expect(noticed.length).toBeGreaterThanOrEqual(2);
  },
);
