import type { Backend, HostTensor } from '@mosa-js/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsBackend, tfjsKernels } from '../src/index';
import { evaluate, reference, tf, tfjsNames } from './support/backends';
import { errorOf } from './support/compare';
import { type PrimitiveCase, primitiveCases } from './support/primitive-cases';

const cases = primitiveCases();
const ops = [...new Set(cases.map(({ op }) => op))];

async function run(backend: Backend, { inputs, build }: PrimitiveCase): Promise<HostTensor> {
  const named = Object.fromEntries(inputs.map((input, i) => [`${i}`, input]));
  const { y } = await evaluate(backend, named, (traced, values) => ({
    y: build(
      traced,
      inputs.map((_, i) => values[`${i}`]!),
    ),
  }));
  return y!;
}

describe.each(tfjsNames)('primitives on tfjs-%s', (name) => {
  let backend: Backend;
  beforeAll(async () => {
    tf.env().set('IS_TEST', true); // makes tfjs check every kernel for data that it leaves behind
    backend = await createTfjsBackend({ lib: tf, backend: name });
  });

  it.each(ops)('%s agrees with the reference', async (op) => {
    const failures: string[] = [];
    for (const one of cases.filter((other) => other.op === op)) {
      const error = errorOf(await run(backend, one), await run(reference, one), one.scale);
      if (!(error <= one.tolerance)) failures.push(`${one.name}: error ${error}`);
    }
    expect(failures).toEqual([]);
  });

  it('cast to float32 makes float32 elements at once', async () => {
    await tf.setBackend(name);
    const whole = tf.tensor(Int32Array.of(16777217), [1], 'int32');
    const float = tfjsKernels(tf).cast([whole], { dtype: 'float32' }, { shape: [1], dtype: 'float32' });
    expect(await float.data()).toEqual(Float32Array.of(16777216));
  });
});
