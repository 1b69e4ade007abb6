import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type AttentionConfig, checkWeights, headGroups, initWeights, weightShapes } from '@mosa-js/core';
import { checkOptimizer } from '@mosa-js/core/training';
import { initModel, parameterShapes } from '@mosa-js/lm';
import { type Tensor, writeSafetensors } from '@mosa-js/safetensors';
import { afterAll, expect, it } from 'vitest';
import { damageBytes } from '../../../fuzz/damage-bytes';
import { damageJson } from '../../../fuzz/damage-json';
import { damageSafetensors } from '../../../fuzz/damage-safetensors';
import { fuzz, fuzzTimeout } from '../../../fuzz/fuzz';
import type { Random } from '../../../fuzz/random';
import { unlessRefused } from '../../../fuzz/refusal';
import { mergeReports, parseReport, type Report, toHtml, toJson, toJunit, toTable } from '../src';
import { goldenDirectory } from '../src/golden/directory';
import { type Golden, readGolden } from '../src/golden/golden';

const folder = mkdtempSync(join(tmpdir(), 'mosa-golden-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Files = Readonly<Record<string, Uint8Array>>;
const jsonFile = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const f64 = (shape: readonly number[], data?: ArrayLike<number>): Tensor => {
  const length = shape.reduce((a, b) => a * b, 1);
  return { dtype: 'F64', shape, data: Float64Array.from(data ?? Array.from({ length }, (_, i) => (i % 7) / 8)) };
};

const [B, T, dModel, dHead] = [2, 6, 4, 2];
const mosa: AttentionConfig = { kind: 'mosa', dModel, dHead, heads: 2, sparsity: 3, includeFirst: true };
const local: AttentionConfig = { kind: 'local', dModel, dHead, heads: 1, window: 2 };
const lines = [
  { name: 'mosa-small', kind: 'mosa', B, T, dModel, dHead, mosaHeads: 2, sparsity: 3, includeFirst: true },
  { name: 'local-small', kind: 'local', B, T, dModel, dHead, otherHeads: 1, window: 2 },
  { name: 'both', kind: 'hybrid', hybridType: 'local', B, T, dModel, dHead, mosaHeads: 2, otherHeads: 1, sparsity: 3 },
];
const layers: readonly AttentionConfig[] = [
  mosa,
  local,
  { kind: 'sum', parts: { mosa: { ...mosa, includeFirst: false }, other: local } },
];

function layerFile(config: AttentionConfig): Uint8Array {
  const weights = Object.entries(initWeights(config, 1)).map(([name, { shape, data }]) => [name, f64(shape, data)]);
  const gradients = Object.entries(weightShapes(config)).map(([name, shape]) => [`grad.${name}`, f64(shape)]);
  const tokens = Object.fromEntries(['x', 'y', 'gradOut', 'grad.x'].map((name) => [name, f64([B, T, dModel])]));
  const chosen: Tensor = { dtype: 'I32', shape: [B, 2, 2], data: Int32Array.of(0, 3, 5, 0, 0, 1, 0, 2) };
  const indices = config.kind === 'local' ? {} : { 'selection.indices': chosen };
  return writeSafetensors({ ...Object.fromEntries([...weights, ...gradients]), ...tokens, ...indices });
}

const training = {
  name: 'run',
  config: { vocabularySize: 3, dModel, layers: 1, attention: { kind: 'dense', dModel, dHead, heads: 1 } },
  optimizer: { learningRate: 0.01, clip: 1 },
  batch: 1,
  length: 3,
  steps: 2,
  learningRates: [0.01, 0.01],
} as const;
const { parameters } = initModel(training.config, 1);
const trained = (prefix: string) =>
  Object.entries(parameters).map(([name, { shape, data }]) => [`${prefix}${name}`, f64(shape, data)]);
const tokens: Tensor = { dtype: 'I32', shape: [2, 1, 4], data: Int32Array.of(0, 1, 2, 0, 1, 1, 2, 2) };

const golden: Files = {
  'cases.json': jsonFile(lines),
  ...Object.fromEntries(lines.map(({ name }, i) => [`${name}.safetensors`, layerFile(layers[i]!)])),
  'training/cases.json': jsonFile(['run']),
  'training/run/case.json': jsonFile(training),
  'training/run/torch.json': jsonFile({ losses: [1, 0.9], norms: [0.5, 0.4] }),
  'training/run/init.safetensors': writeSafetensors({ ...Object.fromEntries(trained('')), tokens }),
  'training/run/final.safetensors': writeSafetensors(
    Object.fromEntries(['', 'optimizer.first.', 'optimizer.second.'].flatMap(trained)),
  ),
};

it(
  'reads a golden folder with one file damaged or missing as a whole one, or refuses it',
  async () => {
    const source = goldenDirectory(folder);
    for (const name of Object.keys(golden)) restore(name);
    checkGolden(await readGolden(source));
    await fuzz({
      covers: ['read', 'refused'],
      name: 'damaged golden folders',
      count: 700,
      seed: 6_000_000,
      async item(random) {
        const name = random.pick(Object.keys(golden));
        if (random.chance(0.03)) rmSync(join(folder, name));
        else writeFileSync(join(folder, name), damaged(random, name));
        try {
          const read = await unlessRefused('MosaError', ['golden'], () => readGolden(source));
          if (read === undefined) return 'refused';
          checkGolden(read);
          return 'read';
        } finally {
          restore(name);
        }
      },
    });
  },
  fuzzTimeout,
);

function restore(name: string): void {
  const path = join(folder, name);
  if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, golden[name]!);
}

function damaged(random: Random, name: string): Uint8Array {
  const good = golden[name]!;
  const same = Object.keys(golden).filter((other) => other.endsWith(name.slice(name.lastIndexOf('.'))));
  const other = golden[random.pick(same)]!;
  if (name.endsWith('.safetensors')) return damageSafetensors(random, good, other);
  if (random.chance(0.2)) return damageBytes(random, good, other);
  return new TextEncoder().encode(damageJson(random, JSON.parse(new TextDecoder().decode(good))));
}

/** All that cases made of it rely on. */
function checkGolden({ layers, training }: Golden): void {
  for (const { config, weights, x, y, indices, gradOut, gradients } of layers) {
    checkWeights(config, weights);
    const [batch, length] = x.shape as [number, number];
    expect(y).toHaveLength(x.data.length);
    expect(gradOut.shape).toEqual(x.shape);
    for (const [name, { shape, data }] of Object.entries({ x, ...weights })) {
      expect(data).toHaveLength(shape.reduce((a, b) => a * b, 1));
      expect(gradients[name]).toHaveLength(data.length);
    }
    if (indices === undefined) continue;
    const { heads } = headGroups(config)[0]!.config as { heads: number };
    const k = indices.length / (heads * batch);
    for (let row = 0; row < heads * batch; row++) {
      const positions = Array.from(indices.subarray(row * k, (row + 1) * k));
      expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
      expect(positions.every((position) => position >= 0 && position < length)).toBe(true);
    }
    expect(Number.isInteger(k)).toBe(true);
  }
  for (const {
    config,
    optimizer,
    parameters,
    batches,
    batch,
    length,
    losses,
    norms,
    learningRates,
    final,
  } of training) {
    checkOptimizer(optimizer);
    for (const [name, shape] of Object.entries(parameterShapes(config))) {
      const size = shape.reduce((a, b) => a * b, 1);
      for (const { data } of [parameters[name]!]) expect(data).toHaveLength(size);
      for (const part of [final.parameters, final.first, final.second]) expect(part[name]).toHaveLength(size);
    }
    for (const list of [losses, norms, learningRates]) expect(list).toHaveLength(batches.length);
    for (const { tokens, targets } of batches) {
      expect([tokens!.data.length, targets!.data.length]).toEqual([batch * length, batch * length]);
    }
  }
}

const report: Report = {
  suite: '1.2.3',
  backends: [
    {
      name: 'onnxruntime',
      device: 'cpu',
      library: 'onnxruntime-node 1.30.0',
      asked: ['onnxruntime-node'],
      status: 'ran',
      cases: [
        { id: 'mosa/forward:b=2', status: 'pass', error: 3e-7, bound: 1e-5 },
        { id: 'op/add', status: 'fail', stage: 'output', error: 2, bound: 1, reason: 'off by <one> & "more"' },
        { id: 'op/sub', status: 'skip', reason: 'not here' },
      ],
    },
    { name: 'webgpu', device: 'none', library: 'none', status: 'unavailable', reason: 'no GPU', cases: [] },
    { name: 'onnxruntime', device: 'cpu', library: 'another', status: 'ran', cases: [] },
  ],
};

it(
  'reads a damaged report as one that can be written, merged and shown, or refuses it',
  async () => {
    const text = toJson(report);
    await fuzz({
      covers: ['read', 'refused'],
      name: 'damaged reports',
      count: 1500,
      seed: 7_000_000,
      async item(random) {
        const bytes = () => damageBytes(random, new TextEncoder().encode(text));
        const given = random.chance(0.8) ? damageJson(random, report) : new TextDecoder().decode(bytes());
        const read = await unlessRefused('MosaError', ['input'], () => parseReport(given, 'report.json'));
        if (read === undefined) return 'refused';
        checkReport(read);
        expect(parseReport(toJson(read), 'again')).toEqual(parseReport(toJson(parseReport(given, 'first')), 'second'));
        const merged = mergeReports([
          { file: 'a.json', report: read },
          { file: 'b.json', report },
          { file: 'a.json', report: read },
        ]);
        const names = merged.backends.map(({ name }) => name);
        expect(new Set(names).size, `${names}`).toBe(names.length);
        checkReport(parseReport(toJson(merged), 'merged'));
        for (const show of [toHtml, toJunit, toTable]) expect(typeof show(merged)).toBe('string');
        return 'read';
      },
    });
  },
  fuzzTimeout,
);

function checkReport({ backends }: Report): void {
  for (const { cases } of backends) {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    for (const { error = 0, bound = 0 } of cases) expect(error >= 0 && bound >= 0).toBe(true);
  }
}
