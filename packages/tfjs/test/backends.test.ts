import { type Backend, createLayer, initWeights } from '@mosa-js/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createTfjsBackend, type Tfjs } from '../src/index';
import { reference, tf } from './support/backends';
import { errorOf, largest } from './support/compare';
import { configs } from './support/heads';
import { random } from './support/random';

const config = configs['mosa with local']!;
const weights = initWeights(config, 3);
const x = random([1, 20, 12]);
const held = (name: string) => tf.findBackend(name).numDataIds();

async function yOf(backend: Backend): Promise<number> {
  const layer = await createLayer(backend, config, weights);
  const wanted = await createLayer(reference, config, weights);
  const [{ y }, { y: right }] = [await layer.run({ x }), await wanted.run({ x })];
  const [actual, expected] = [await y.read(), await right.read()];
  await backend.dispose();
  return errorOf(actual, expected, largest(expected));
}

describe('tfjs backends in one process', () => {
  afterEach(() => tf.setBackend('cpu'));

  // First, while nothing runs yet: tfjs itself would drop one start for the other.
  it('start at the same time', async () => {
    const names = ['wasm', 'cpu', 'wasm'];
    const backends = await Promise.all(names.map((backend) => createTfjsBackend({ lib: tf, backend })));
    expect(backends.map(({ name }) => name)).toEqual(['tfjs-wasm', 'tfjs-cpu', 'tfjs-wasm']);
    for (const backend of backends) expect(await yOf(backend)).toBeLessThan(2e-5);
  });

  it('tell what they are', async () => {
    const { name, device, label, capabilities } = await createTfjsBackend({ lib: tf, backend: 'wasm' });
    expect({ name, device, label }).toEqual({
      name: 'tfjs-wasm',
      device: 'wasm',
      label: `tfjs ${tf.version_core}`,
    });
    expect(capabilities).toMatchObject({ fused: [], precision: 'float32', integerBits: 31 });
    const named = await createTfjsBackend({ lib: tf, backend: 'wasm', name: 'mine', device: 'here', label: 'x 1' });
    expect([named.name, named.device, named.label]).toEqual(['mine', 'here', 'x 1']);
  });

  it.each(['cpu', 'wasm'])('leave the active backend %s as it is', async (active) => {
    await tf.setBackend(active);
    for (const backend of ['cpu', 'wasm']) {
      expect(await yOf(await createTfjsBackend({ lib: tf, backend }))).toBeLessThan(2e-5);
      expect(tf.getBackend()).toBe(active);
    }
  });

  it('run interleaved, and no data moves between them', async () => {
    const cpu = await createTfjsBackend({ lib: tf, backend: 'cpu' });
    const wasm = await createTfjsBackend({ lib: tf, backend: 'wasm' });
    const [onCpu, onWasm] = [await createLayer(cpu, config, weights), await createLayer(wasm, config, weights)];
    const [cpuBefore, wasmBefore] = [held('cpu'), held('wasm')];
    const first = await onCpu.run({ x });
    const input = await cpu.upload(x);
    const [cpuAfter, wasmAfter] = [held('cpu'), held('wasm')];
    expect(cpuAfter).toBeGreaterThan(cpuBefore);
    expect(wasmAfter).toBe(wasmBefore);
    const runs = await Promise.all([onWasm.run({ x }), onCpu.run({ x: input }), onWasm.run({ x }), onCpu.run({ x })]);
    const values = await Promise.all([first, ...runs].map(({ y }) => y.read()));
    for (const value of values) expect(errorOf(value, values[0]!, largest(values[0]!))).toBeLessThan(2e-5);
    for (const result of [first, ...runs]) for (const tensor of Object.values(result)) tensor.dispose();
    input.dispose();
    await onCpu.dispose();
    await onWasm.dispose();
    const [{ length: constants }] = [Object.keys(weights)];
    expect([held('cpu'), held('wasm')]).toEqual([cpuBefore - constants, wasmBefore - constants]);
  });

  it('refuse each other’s tensors', async () => {
    const cpu = await createTfjsBackend({ lib: tf, backend: 'cpu' });
    const wasm = await createTfjsBackend({ lib: tf, backend: 'wasm' });
    const layer = await createLayer(wasm, config, weights);
    await expect(layer.run({ x: await cpu.upload(x) })).rejects.toMatchObject({ code: 'mixed' });
    await cpu.dispose();
    await wasm.dispose();
  });

  it('wait while another one starts', async () => {
    const cpu = await createTfjsBackend({ lib: tf, backend: 'cpu' });
    const CpuBackend = tf.findBackend('cpu').constructor as new () => ReturnType<Tfjs['backend']>;
    const layer = await createLayer(cpu, config, weights);
    tf.registerBackend('slow', () => new Promise((resolve) => setTimeout(() => resolve(new CpuBackend()), 20)), 0);
    const starting = tf.setBackend('slow');
    const { y } = await layer.run({ x });
    expect((await y.read()).data.length).toBe(240);
    expect(await starting).toBe(true);
    expect(tf.getBackend()).toBe('slow');
    await cpu.dispose();
    tf.removeBackend('slow');
  });

  it('say that theirs was removed', async () => {
    const CpuBackend = tf.findBackend('cpu').constructor as new () => ReturnType<Tfjs['backend']>;
    tf.registerBackend('brief', () => new CpuBackend(), 0);
    const brief = await createTfjsBackend({ lib: tf, backend: 'brief' });
    tf.removeBackend('brief');
    await expect(brief.upload(x)).rejects.toMatchObject({ code: 'unavailable', actual: 'one that was removed' });
  });
});

describe('a tfjs backend that is not there', () => {
  it('says how to get it', async () => {
    await expect(createTfjsBackend({ lib: tf, backend: 'webgpu' })).rejects.toMatchObject({
      name: 'MosaError',
      code: 'unavailable',
      where: 'tfjs-webgpu',
      expected: expect.stringContaining('npm install @tensorflow/tfjs-backend-webgpu'),
      actual: expect.stringMatching(/cpu.*wasm/),
    });
  });

  it('says that it failed to start', async () => {
    tf.registerBackend('broken', () => {
      throw new Error('no such device');
    });
    tf.registerBackend('late', () => Promise.reject(new Error('no such device')));
    for (const backend of ['broken', 'late']) {
      const failure = { code: 'unavailable', expected: expect.stringContaining('to start on this machine') };
      await expect(createTfjsBackend({ lib: tf, backend })).rejects.toMatchObject(failure);
      expect(tf.getBackend()).toBe('cpu');
      tf.removeBackend(backend);
    }
    expect(await yOf(await createTfjsBackend({ lib: tf, backend: 'cpu' }))).toBeLessThan(2e-5);
  });

  it('gives up a start that never ends, says so, and leaves the others as they are', async () => {
    await tf.setBackend('cpu');
    tf.registerBackend('endless', () => new Promise(() => undefined));
    await expect(createTfjsBackend({ lib: tf, backend: 'endless', startLimit: 0.05 })).rejects.toMatchObject({
      code: 'unavailable',
      message: 'tfjs-endless: expected the tfjs backend "endless" to start, got no answer within 0.05 s',
    });
    tf.removeBackend('endless');
    expect(tf.getBackend()).toBe('cpu');
    expect(await yOf(await createTfjsBackend({ lib: tf, backend: 'wasm' }))).toBeLessThan(2e-5);
    await expect(createTfjsBackend({ lib: tf, backend: 'cpu', startLimit: 0 })).rejects.toThrow(
      'createTfjsBackend startLimit: expected seconds, above 0, got 0',
    );
  });

  it('says that the library is missing', async () => {
    const missing = undefined as unknown as Tfjs;
    await expect(createTfjsBackend({ lib: missing, backend: 'cpu' })).rejects.toMatchObject({
      code: 'unavailable',
      expected: expect.stringContaining('npm install @tensorflow/tfjs-core'),
    });
    const none = undefined as unknown as string;
    await expect(createTfjsBackend({ lib: tf, backend: none })).rejects.toMatchObject({ code: 'config' });
    const bare = createTfjsBackend as () => Promise<unknown>;
    await expect(bare()).rejects.toMatchObject({ name: 'MosaError', code: 'unavailable', actual: 'nothing' });
  });
});
