import {
  type Backend,
  createLayer,
  type DeviceTensor,
  type Graph,
  type HostTensor,
  initWeights,
  trace,
} from '@mosa-js/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsBackend, mosaAttention, type TfjsTensor } from '../src/index';
import { tf, tfjsNames } from './support/backends';
import { configs } from './support/heads';
import { random } from './support/random';
import { allToTfjs, toTfjs } from './support/tensors';

const count = () => tf.memory().numTensors;
const x = random([2, 17, 12]);
const rows: HostTensor = { shape: [3], dtype: 'int32', data: Int32Array.of(0, 2, 99) };

/** Takes rows of x + x by number, then doubles them. */
function gatherGraph(): Graph {
  const types = { inputs: { x: { shape: [4, 2], dtype: 'float32' }, rows: { shape: [3], dtype: 'int32' } } } as const;
  return trace((ops, inputs) => {
    const taken = ops.gather(ops.add(inputs.x!, inputs.x!), inputs.rows!);
    return { y: ops.mul(taken, ops.constant(Float32Array.of(2), [], 'float32')), same: inputs.x! };
  }, types);
}

describe.each(tfjsNames)('memory on tfjs-%s', (name) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createTfjsBackend({ lib: tf, backend: name });
    await tf.setBackend(name);
  });

  it.each(Object.entries(configs))('no kernel of a layer leaves data behind: %s', async (_name, config) => {
    tf.env().set('IS_TEST', true); // makes tfjs count the data before and after every kernel
    try {
      const before = count();
      const layer = await createLayer(backend, config, initWeights(config, 1));
      for (const tensor of Object.values(await layer.run({ x }))) tensor.dispose();
      await layer.dispose();
      expect(count()).toBe(before);
    } finally {
      tf.env().set('IS_TEST', false);
    }
  });

  it('a kernel that throws leaves nothing, and the program runs again', async () => {
    const before = count();
    const program = await backend.compile(gatherGraph());
    const input = random([4, 2]);
    const loaded = count();
    // Both tfjs backends refuse a row beyond the last.
    await expect(program.run({ x: input, rows })).rejects.toMatchObject({ code: 'backend', where: `tfjs-${name} run` });
    expect(count()).toBe(loaded);
    const { y, same } = await program.run({ x: input, rows: { ...rows, data: Int32Array.of(0, 2, 3) } });
    expect((await y!.read()).data[0]).toBeCloseTo(4 * input.data[0]!, 5);
    expect((await same!.read()).data).toEqual(input.data);
    y!.dispose();
    same!.dispose();
    await program.dispose();
    expect(count()).toBe(before);
  });

  it('a constant that fails to load leaves nothing', async () => {
    let calls = 0;
    const tensor = (...call: Parameters<typeof tf.tensor>) => {
      if (++calls > 3) throw new Error('out of memory');
      return tf.tensor(...call);
    };
    const failing = await createTfjsBackend({ lib: { ...tf, tensor } as typeof tf, backend: name });
    const before = count();
    const config = configs.mosa!;
    const graph = trace(
      (ops, { a }) => ({
        y: [1, 2, 3, 4].reduce((sum, n) => ops.add(sum, ops.constant(Float32Array.of(n), [], 'float32')), a!),
      }),
      {
        inputs: { a: { shape: [2], dtype: 'float32' } },
      },
    );
    await expect(failing.compile(graph)).rejects.toMatchObject({ code: 'backend', actual: 'out of memory' });
    await expect(createLayer(failing, config, initWeights(config, 1))).rejects.toMatchObject({ code: 'backend' });
    expect(count()).toBe(before);
  });

  it('disposing the backend frees what it still holds, and no one else’s', async () => {
    const own = toTfjs(x);
    const before = count();
    const brief = await createTfjsBackend({ lib: tf, backend: name });
    const program = await brief.compile(gatherGraph());
    const kept = await program.run({ x: random([4, 2]), rows: { ...rows, data: Int32Array.of(1, 1, 1) } });
    await brief.upload(x);
    expect(count()).toBeGreaterThan(before);
    await brief.dispose();
    expect(count()).toBe(before);
    expect(own.isDisposed).toBe(false);
    await expect(kept.y!.read()).rejects.toMatchObject({ code: 'disposed' });
    own.dispose();
  });

  it('an open tidy scope frees nothing of a program', async () => {
    const program = await backend.compile(gatherGraph());
    const input = random([4, 2]);
    let uploading: Promise<DeviceTensor> | undefined;
    tf.tidy(() => {
      uploading = backend.upload(input);
    });
    const uploaded = await uploading!;
    tf.engine().startScope();
    const { y, same } = await program.run({ x: uploaded, rows: { ...rows, data: Int32Array.of(0, 1, 2) } });
    tf.engine().endScope();
    expect((await y!.read()).data[0]).toBeCloseTo(4 * input.data[0]!, 5);
    expect((await uploaded.read()).data).toEqual(input.data);
    for (const tensor of [y!, same!, uploaded]) tensor.dispose();
    await program.dispose();
  });

  it.each(Object.entries(configs))(
    'the eager layer leaves its result, and in tf.grads the gradients: %s',
    (_name, config) => {
      const tensors = allToTfjs(initWeights(config, 1));
      const input = toTfjs(x);
      const before = count();
      mosaAttention(tf, input, tensors, config).dispose();
      expect(count()).toBe(before);
      expect(() => mosaAttention(tf, input, {}, config)).toThrow(/weight/);
      const narrow = toTfjs(random([2, 17, 11]));
      expect(() => mosaAttention(tf, narrow, tensors, config)).toThrow(expect.objectContaining({ code: 'shape' }));
      narrow.dispose();
      expect(count()).toBe(before);
      const gradient = tf.grad((y: TfjsTensor) => mosaAttention(tf, y, tensors, config))(input);
      expect(count()).toBe(before + 1);
      tf.dispose([gradient, input, tensors]);
    },
  );

  it('the eager layer refuses what is no tensor of its own', () => {
    const config = configs.mosa!;
    const tensors = allToTfjs(initWeights(config, 1));
    const gone = toTfjs(x);
    gone.dispose();
    expect(() => mosaAttention(tf, gone, tensors, config)).toThrow(expect.objectContaining({ code: 'disposed' }));
    expect(() => mosaAttention(tf, {} as TfjsTensor, tensors, config)).toThrow(
      expect.objectContaining({ code: 'mixed' }),
    );
    const words = tf.tensor(['a']);
    expect(() => mosaAttention(tf, words, tensors, config)).toThrow(expect.objectContaining({ code: 'dtype' }));
    tf.dispose([words, tensors]);
  });
});
