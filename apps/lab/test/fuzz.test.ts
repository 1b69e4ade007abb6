import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { damageBytes } from '../../../fuzz/damage-bytes';
import { damageJson } from '../../../fuzz/damage-json';
import { fuzz, fuzzTimeout } from '../../../fuzz/fuzz';
import type { Random } from '../../../fuzz/random';
import { unlessRefused } from '../../../fuzz/refusal';
import { agreeParts } from '../src/agree/show';
import { causalityParts } from '../src/causality/show';
import { type IsoflopResult, readIsoflop } from '../src/isoflop/result';
import { memoryParts } from '../src/memory/show';
import { checkResult, type LabResult } from '../src/report/check-result';
import { isoflopParts } from '../src/report/isoflop-page';
import { page } from '../src/report/page';
import { aboutRuns, runParts } from '../src/report/run-parts';
import { type RunRecord, readRecord } from '../src/run/record';
import { RunFolder, toJson } from '../src/run/store';
import { summary } from '../src/run/summary';
import { agree, causality, isoflop, memory, perplexity, record } from './support/records';

const folder = mkdtempSync(join(tmpdir(), 'mosa-lab-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

function damaged(random: Random, value: object): string | Uint8Array {
  if (random.chance(0.85)) return damageJson(random, value);
  return damageBytes(random, new TextEncoder().encode(toJson(value)));
}

it(
  "reads a damaged run's JSON as a run that can be shown and written, or refuses it",
  async () => {
    const run = new RunFolder(folder);
    await fuzz({
      name: 'damaged runs',
      count: 1000,
      seed: 8_000_000,
      covers: ['read', 'refused'],
      async item(random) {
        writeFileSync(join(folder, 'run.json'), damaged(random, record));
        const read = await unlessRefused('MosaError', ['input', 'config'], () => run.read());
        if (read === undefined) return 'refused';
        checkRun(read);
        // Charts take long.
        if (random.chance(0.02)) expect(page('run', aboutRuns([read]), runParts([read]))).toContain('<svg');
        const text = toJson(read);
        run.write(read);
        expect(toJson(readRecord(join(folder, 'run.json')))).toBe(text);
        return 'read';
      },
    });
  },
  fuzzTimeout,
);

function checkRun(read: RunRecord): void {
  const { curve, settings, status, data, costs } = read;
  expect(typeof summary(read)).toBe('string');
  // Its numbers; texts may be any.
  expect(summary({ ...read, backend: record.backend, settings: record.settings })).not.toMatch(/NaN|undefined|null/);
  expect(curve.loss.length).toBe(curve.gradientNorm.length);
  expect(curve.loss.length).toBeLessThanOrEqual(settings.steps);
  expect(['running', 'complete', 'stopped']).toContain(status);
  for (const { tokens } of [data.train, data.valid]) expect(tokens).toBeGreaterThanOrEqual(0);
  for (const count of Object.values(costs)) expect(count).toBeGreaterThanOrEqual(0);
}

it(
  'reads a damaged comparison as one that can be shown, or refuses it',
  async () => {
    const path = join(folder, 'isoflop.json');
    await fuzz({
      name: 'damaged comparisons',
      count: 500,
      seed: 9_000_000,
      covers: ['read', 'refused'],
      async item(random) {
        writeFileSync(path, damaged(random, random.pick([isoflop, perplexity])));
        const read = await unlessRefused('MosaError', ['input', 'config'], (): IsoflopResult => readIsoflop(path));
        if (read === undefined) return 'refused';
        for (const { record: own } of read.runs) if (own) checkRun(own);
        if (random.chance(0.02)) expect(page('comparison', '', isoflopParts(read))).toContain('<table');
        expect(typeof toJson(read)).toBe('string');
        return 'read';
      },
    });
  },
  fuzzTimeout,
);

it(
  'takes damaged JSON of any kind as what can be shown, or refuses it',
  async () => {
    const good = [record, isoflop, perplexity, agree, memory, causality];
    await fuzz({
      name: 'damaged results',
      count: 700,
      seed: 10_000_000,
      covers: ['taken', 'refused', 'no JSON'],
      async item(random) {
        const text = damageJson(random, random.pick(good));
        const value = parsed(text);
        if (value === undefined) return 'no JSON';
        const taken = await unlessRefused('MosaError', ['input', 'config'], () => checkResult(value, 'result.json'));
        if (taken === undefined) return 'refused';
        if (random.chance(0.05)) expect(page('any', '', partsOf(taken))).toContain('<');
        expect(typeof toJson(taken)).toBe('string');
        return 'taken';
      },
    });
  },
  fuzzTimeout,
);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function partsOf(result: LabResult) {
  switch (result.format) {
    case 'mosa-lab-run':
      return runParts([result]);
    case 'mosa-lab-isoflop':
    case 'mosa-lab-isoflop-perplexity':
      return isoflopParts(result);
    case 'mosa-lab-agree':
      return agreeParts(result);
    case 'mosa-lab-memory':
      return memoryParts(result);
    case 'mosa-lab-causality':
      return causalityParts(result);
  }
}
