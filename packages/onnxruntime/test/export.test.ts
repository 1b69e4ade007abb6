import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AttentionConfig,
  type HostTensor,
  hostTensor,
  initWeights,
  layerGraph,
  type Named,
  trace,
} from '@mosa-js/core';
import { encodeHalf, fromHalf } from '@mosa-js/core/adapter';
import { onnx } from 'onnx-proto';
import { afterAll, describe, expect, it } from 'vitest';
import { derivedSizes, type ExportOptions, exportOnnx, sampleLengths } from '../src';
import { evaluate, textOf } from '../src/export/size-expression';
import { reference, targets } from './support';

const [dModel, dHead] = [16, 8];
const heads = { dModel, dHead, heads: 3 };
const mosa = { kind: 'mosa', ...heads, sparsity: 5.5 } as const;
const causal = { kind: 'mosa', ...heads, sparsity: 4, includeFirst: true } as const;
const slots = { count: 5, block: 16 };
const configs: Record<string, AttentionConfig> = {
  'MoSA of expert choice': mosa,
  'MoSA that takes the first': { ...mosa, includeFirst: true },
  dense: { kind: 'dense', ...heads },
  local: { kind: 'local', ...heads, window: 16 },
  fixed: { kind: 'fixed', ...heads, sparsity: 4 },
  routing: { kind: 'routing', ...heads, sparsity: 4 },
  hybrid: { kind: 'sum', parts: { mosa, other: { kind: 'local', ...heads, window: 16 } } },
  'causal MoSA': { ...causal, selection: { rule: 'causal' } },
  'causal MoSA with slots': { ...causal, selection: { rule: 'causal', ties: 'spread', slots } },
  'causal MoSA with slots and a capacity': { ...causal, selection: { rule: 'causal', capacity: 12, slots } },
  'causal MoSA with a capacity': { ...causal, selection: { rule: 'causal', capacity: 12, gate: 'excess' } },
};

const layerOf =
  (config: AttentionConfig) =>
  ({ batch, length }: Readonly<Record<string, number>>) =>
    layerGraph(config, { x: { shape: [batch!, length!, dModel], dtype: 'float32' } });

function exported(config: AttentionConfig, options: ExportOptions = {}) {
  const weights = initWeights(config, 1);
  for (const [name, { data }] of Object.entries(weights)) if (name.endsWith('threshold')) data.fill(0.05);
  const sizes = { batch: [2, 3], length: sampleLengths([config], 300) };
  return { weights, ...exportOnnx(layerOf(config), weights, { sizes, derived: derivedSizes(config), ...options }) };
}

const folder = mkdtempSync(join(tmpdir(), 'export-onnx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [cpu] = targets;

describe.each(Object.entries(configs))('a layer of %s', (name, config) => {
  const { weights, model } = exported(config);
  writeFileSync(join(folder, `${name}.onnx`), model);

  it('is one file for any batch and length', async () => {
    const session = await cpu.lib.InferenceSession.create(model, { executionProviders: ['cpu'], logSeverityLevel: 3 });
    for (const [B, T] of [
      [1, 1],
      [3, 7],
      [1, 64],
      [3, 150],
      [1, 300],
    ] as const) {
      const data = Float32Array.from({ length: B * T * dModel }, (_, i) => Math.sin(i * 1.7 + (i % 13) * i));
      const program = await reference.compile(layerOf(config)({ batch: B, length: T }), { weights });
      const { y } = await program.run({ x: hostTensor(data, [B, T, dModel]) });
      const wanted = Float64Array.from((await y!.read()).data);
      const found = (await session.run({ x: new cpu.lib.Tensor('float32', data, [B, T, dModel]) })).y!;
      expect(found.dims).toEqual([B, T, dModel]);
      const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const error = wanted.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - (found.data as Float32Array)[i]!)),
        0,
      );
      expect(error, `B ${B}, T ${T}`).toBeLessThan(2e-6 * largest);
      await program.dispose();
    }
    await session.release();
  });
});

describe.each(['float16', 'bfloat16'] as const)('weights stored in %s', (storage) => {
  const config = { ...heads, ...causal, dModel: 64, dHead: 32, selection: { rule: 'causal', capacity: 12 } } as const;
  const sizes = { batch: [2, 3], length: sampleLengths([config], 300) };
  const write = (weights: Named<HostTensor>, more: ExportOptions = {}) =>
    exportOnnx(
      ({ batch, length }) => layerGraph(config, { x: { shape: [batch!, length!, 64], dtype: 'float32' } }),
      weights,
      { sizes, derived: derivedSizes(config), ...more },
    );
  const weights = initWeights(config, 1);
  const known = Object.entries(weights).map(([name, { data, shape }]): [string, HostTensor] => {
    return [name, { shape, dtype: 'float32', data: fromHalf(encodeHalf(data, storage), storage) }];
  });
  const { model } = write(weights, { storage });
  const whole = write(Object.fromEntries(known)).model;
  writeFileSync(join(folder, `${storage}.onnx`), model);
  const count = known.reduce((sum, [, { data }]) => sum + data.length, 0);

  it('take half the bytes', () => {
    const saved = whole.length - model.length;
    // A Cast and a second name for each of them.
    expect(saved).toBeGreaterThan(2 * count - 150 * known.length);
    expect(saved).toBeLessThanOrEqual(2 * count);
  });

  it('give what float32 gives of the rounded ones', async () => {
    const data = Float32Array.from({ length: 2 * 40 * 64 }, (_, i) => Math.sin(i * 1.7 + (i % 13) * i));
    const run = async (file: Uint8Array) => {
      const session = await cpu.lib.InferenceSession.create(file, { executionProviders: ['cpu'], logSeverityLevel: 3 });
      const { y } = await session.run({ x: new cpu.lib.Tensor('float32', data, [2, 40, 64]) });
      await session.release();
      return Array.from(y!.data as Float32Array);
    };
    expect(await run(model)).toEqual(await run(whole));
  });

  it('are refused where they are beyond, by name', () => {
    const name = Object.keys(weights)[0]!;
    const { data, shape } = weights[name]!;
    const large = {
      ...weights,
      [name]: { shape, dtype: 'float32', data: Float32Array.from(data).fill(3.4e38) },
    } as const;
    expect(() => write(large, { storage })).toThrow(name);
    expect(() => write(weights, { storage: 'float8' as never })).toThrow(/one of float32, float16, bfloat16/);
  });
});

const python = ['python3', 'python', process.env.MOSA_PYTHON ?? ''].find(
  (command) => command !== '' && spawnSync(command, ['-c', 'import onnx']).status === 0,
);

it.skipIf(!python)(
  `passes the checker of ONNX, with strict shape inference${python ? '' : ' (skipped: no Python with onnx; MOSA_PYTHON may name one)'}`,
  () => {
    const script = `
import pathlib, sys, onnx
for path in pathlib.Path(sys.argv[1]).glob("*.onnx"):
    onnx.checker.check_model(str(path), full_check=True)
    onnx.shape_inference.infer_shapes(onnx.load(path), check_type=True, strict_mode=True, data_prop=True)
    print(path.name)
`;
    const { status, stdout, stderr } = spawnSync(python!, ['-c', script, folder], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.trim().split('\n').length).toBeGreaterThanOrEqual(Object.keys(configs).length);
  },
);

it('says what made it, and names its axes', () => {
  const { model } = exported(mosa, { opset: 21, ir: 10, metadata: { mine: 'yes' } });
  const decoded = onnx.ModelProto.decode(model);
  expect(Number(decoded.irVersion)).toBe(10);
  expect(Number(decoded.opsetImport[0]!.version)).toBe(21);
  expect(decoded.producerName).toBe('mosa-js');
  expect(decoded.metadataProps.map(({ key, value }) => [key, value])).toEqual([
    ['mosa-js', decoded.producerVersion],
    ['mine', 'yes'],
  ]);
  const axes = (of: onnx.IValueInfoProto[]) =>
    Object.fromEntries(
      of.map(({ name, type }) => [name, type!.tensorType!.shape!.dim!.map((d) => d.dimParam || Number(d.dimValue))]),
    );
  expect(axes(decoded.graph!.input!)).toEqual({ x: ['batch', 'length', dModel] });
  expect(axes(decoded.graph!.output!)).toEqual({
    y: ['batch', 'length', dModel],
    logits: [3, 'batch', 'length'],
    indices: [3, 'batch', 'min(max(floor(length / 5.5), 2), length)'],
  });
});

it('is the same file for the same program', () => {
  expect(exported(mosa).model).toEqual(exported(mosa).model);
});

it('puts weights into another file from a size on', async () => {
  const { model, data } = exported(mosa, { externalFrom: 1000, externalFile: 'weights.bin' });
  const path = join(folder, 'apart.onnx');
  writeFileSync(path, model);
  writeFileSync(join(folder, 'weights.bin'), Buffer.concat(data!.pieces));
  expect(data).toMatchObject({ file: 'weights.bin' });
  expect(data!.pieces.reduce((sum, { length }) => sum + length, 0)).toBe(data!.bytes);
  const [inside, outside] = [exported(mosa).model, path].map((from) =>
    cpu.lib.InferenceSession.create(from as string, { executionProviders: ['cpu'], logSeverityLevel: 3 }),
  );
  const x = new cpu.lib.Tensor('float32', new Float32Array(5 * dModel).fill(0.3), [1, 5, dModel]);
  const [a, b] = [await (await inside!).run({ x }), await (await outside!).run({ x })];
  expect(b.y!.data).toEqual(a.y!.data);
  for (const session of [inside, outside]) await (await session!).release();
});

it('writes a graph of fixed sizes, too', () => {
  const graph = layerOf(mosa)({ batch: 1, length: 12 });
  const { graph: written } = onnx.ModelProto.decode(exportOnnx(graph, initWeights(mosa, 1)).model);
  expect(written!.input![0]!.type!.tensorType!.shape!.dim!.map(({ dimValue }) => Number(dimValue))).toEqual([
    1,
    12,
    dModel,
  ]);
});

describe('what cannot be exported', () => {
  const unequal = ({ length }: Readonly<Record<string, number>>) =>
    trace(
      (ops, { x }) => {
        let y = x!;
        for (let i = 0; i < length!; i += 100) y = ops.scope('turns', () => ops.neg(y));
        return { y };
      },
      { inputs: { x: { shape: [length!], dtype: 'float32' } } },
    );
  it('is named: a program that is another one for other sizes', () => {
    expect(() => exportOnnx(unequal, {}, { sizes: { length: [50, 150, 350] } })).toThrow(
      /what is written of neg in turns/,
    );
  });
  it('is named: a constant of which no rule is known', () => {
    const odd = ({ length }: Readonly<Record<string, number>>) =>
      trace(
        (ops, { x }) => ({
          y: ops.mul(
            x!,
            ops.constant(
              Float32Array.from({ length: length! }, (_, i) => Math.sin(i * length!)),
              [length!],
              'float32',
            ),
          ),
        }),
        {
          inputs: { x: { shape: [length!], dtype: 'float32' } },
        },
      );
    expect(() => exportOnnx(odd, {}, { sizes: { length: [5, 7, 11] } })).toThrow(
      /a constant float32 \[5\], \[7\], \[11\], … of mul in the graph/,
    );
  });
  it('is named: a size that no input has', () => {
    const graph = () => layerOf(mosa)({ batch: 1, length: 8 });
    expect(() => exportOnnx(graph, initWeights(mosa, 1), { sizes: { batch: [2, 3] } })).toThrow(/none of batch/);
  });
  it.each([
    [{ opset: 17 }, /opset: expected a whole number from 18 to 23, got 17/],
    [{ ir: 7 }, /ir: expected a whole number from 8 to 11/],
    [{ sizes: { batch: [2] } }, /sizes.batch: expected two or more different whole numbers/],
    [{ size: {} } as ExportOptions, /only the fields sizes/],
  ])('is refused: %j', (options, message) => {
    expect(() => exportOnnx(layerOf(mosa), initWeights(mosa, 1), options)).toThrow(message);
  });
  it('is refused: sizes of a graph that has its own', () => {
    const graph = layerOf(mosa)({ batch: 1, length: 8 });
    expect(() => exportOnnx(graph, initWeights(mosa, 1), { sizes: { batch: [2, 3] } })).toThrow(/a function of sizes/);
  });
});

it('says and computes sizes', () => {
  const expression = [
    '-',
    ['*', 3, ['ceil', 'T', 4]],
    ['+', ['min', 'T', 5], ['max', ['floor', 'T', 2.5], 1]],
  ] as const;
  expect(textOf(expression)).toBe('3 * ceil(T / 4) - (min(T, 5) + max(floor(T / 2.5), 1))');
  expect(evaluate(expression, { T: 10 })).toBe(0);
});
