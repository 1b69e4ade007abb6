import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readIsoflop } from '../src/isoflop/result';
import { checkResult } from '../src/report/check-result';
import { checkRecord, readRecord } from '../src/run/record';
import { toJson } from '../src/run/store';
import { summary } from '../src/run/summary';
import { presetOf } from '../src/settings/presets';
import { agree, isoflop, memory, perplexity, record } from './support/records';

const folder = mkdtempSync(join(tmpdir(), 'mosa-lab-record-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'run.json');
const refusal = (message: string, code = 'input') =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

describe("a run's JSON", () => {
  it('comes back as it was', () => {
    writeFileSync(path, toJson(record));
    expect(readRecord(path)).toEqual(record);
  });

  it('is of whole batches where it does not say', () => {
    const { accumulate: _, ...settings } = record.settings;
    writeFileSync(path, toJson({ ...record, settings }));
    expect(readRecord(path)).toEqual(record);
  });

  it('is taken as published runs have it', () => {
    const results = new URL('../../../docs/results/', import.meta.url);
    const read = (name: string) => JSON.parse(readFileSync(new URL(name, results), 'utf8'));
    for (const name of [
      'nanogpt-small-cpu-2026-11-23',
      'nanogpt-large-h100-2026-11-25',
      'nanogpt-small-h100-2026-11-23',
    ])
      expect(checkRecord(read(`${name}.json`), name).status).toBe('complete');
    for (const name of ['isoflop-books-h100-2026-11-25', 'matched-books-h100-2026-11-27'])
      for (const { record: own } of read(`${name}.json`).runs) if (own) checkRecord(own, name);
    checkRecord(read('agree-2026-11-25.json').record, 'agree');
  });

  it('may have a perplexity beyond all numbers, which is null in JSON', () => {
    const final = { ...record.final!, loss: 800, perplexity: Number.POSITIVE_INFINITY };
    writeFileSync(path, toJson({ ...record, final }));
    expect(readRecord(path).final).toEqual(final);
    expect(summary(readRecord(path))).toContain('perplexity Infinity');
  });

  it.each<[string, object, string]>([
    ['no curve', { curve: undefined }, 'run: curve: expected an object, got nothing'],
    [
      'a loss that is none',
      { curve: { loss: [4, null, 3], gradientNorm: [1, 1, 1] } },
      'run: curve.loss[1]: expected a number',
    ],
    [
      'a curve of two lengths',
      { curve: { loss: [4], gradientNorm: [] } },
      'run: curve: expected as many of both, of 3 steps',
    ],
    [
      'more losses than steps',
      { curve: { loss: [1, 1, 1, 1], gradientNorm: [1, 1, 1, 1] } },
      'got 4 losses and 4 norms',
    ],
    ['evaluations that are no list', { evaluations: {} }, 'run: evaluations: expected a list, got {}'],
    ['an evaluation without a loss', { evaluations: [{ step: 1 }] }, 'run: evaluations[0].loss: expected a number'],
    ['a final text', { final: '3.4' }, 'run: final: expected an object, got "3.4"'],
    ['no backend', { backend: null }, 'run: backend: expected an object, got null'],
    [
      'costs below 0',
      { costs: { ...record.costs, parameters: -1 } },
      'run: costs.parameters: expected a whole number from 0',
    ],
    ['a status of its own', { status: 'done' }, 'run: status: expected running or complete or stopped, got "done"'],
    ['a version that is none', { versions: { a: 1 } }, 'run: versions.a: expected a text, got 1'],
    ['a field that nobody reads', { more: 1 }, 'run: expected only format, settings'],
    ['data without a text', { data: { ...record.data, valid: undefined } }, 'run: data.valid: expected an object'],
  ])('is refused with %s', (_, change, message) => {
    expect(() => checkRecord(JSON.parse(JSON.stringify({ ...record, ...change })), 'run')).toThrow(refusal(message));
  });

  it('is refused with settings that every object has', () => {
    const settings = JSON.parse(`{"__proto__":1,${JSON.stringify(record.settings).slice(1)}`);
    expect(() => checkRecord({ ...record, settings }, 'run')).toThrow(refusal('got "__proto__"', 'config'));
  });
});

describe("a comparison's JSON", () => {
  it.each<[string, object, string]>([
    ['no runs', { runs: undefined }, ': runs: expected a list, got nothing'],
    ['a run that is null', { runs: [null] }, ': runs[0]: expected an object, got null'],
    [
      'a record that is none',
      { runs: [{ ...isoflop.runs[0], record: {} }] },
      ': runs[0].record: expected the JSON of a run',
    ],
    [
      'a kind of its own',
      { plan: { ...isoflop.plan, kinds: ['all'] } },
      ': plan.kinds[0]: expected mosa or fixed or routing',
    ],
    ['seeds that are no list', { plan: { ...isoflop.plan, seeds: 3 } }, ': plan.seeds: expected a list, got 3'],
  ])('is refused with %s', (_, change, message) => {
    writeFileSync(path, JSON.stringify({ ...isoflop, ...change }));
    expect(() => readIsoflop(path)).toThrow(refusal(message));
  });

  it.each([isoflop, perplexity])('comes back as it was: $format', (result) => {
    writeFileSync(path, toJson(result));
    expect(readIsoflop(path)).toEqual(result);
  });
});

describe('any JSON of the lab', () => {
  it('is taken as published results have it', () => {
    const results = new URL('../../../docs/results/', import.meta.url);
    const formats = readdirSync(results).flatMap((name) => {
      const value = JSON.parse(readFileSync(new URL(name, results), 'utf8'));
      return String(value.format).startsWith('mosa-lab-') ? [checkResult(value, name).format] : [];
    });
    expect(new Set(formats).size).toBe(6);
    expect(formats).toContain(perplexity.format); // of a file that has its earlier name
  });

  it('comes back as it was', () => {
    for (const result of [record, isoflop, perplexity, agree, memory])
      expect(checkResult(JSON.parse(JSON.stringify(result)), 'a')).toEqual(result);
    const lost = { ...agree, backends: [{ ...agree.backends[1]!, difference: Number.NaN }] };
    expect(checkResult(JSON.parse(JSON.stringify(lost)), 'a')).toEqual(lost);
  });

  it.each<[unknown, string]>([
    [null, 'a: expected a "format" of mosa-lab-run'],
    [{ format: ['mosa-lab-run'] }, 'got ["mosa-lab-run"]'],
    [{ format: 'constructor' }, 'got "constructor"'],
    [{ format: 'mosa-lab-isoflop' }, 'a: plan: expected an object, got nothing'],
    [{ format: 'mosa-lab-isoflop-perplexity' }, 'a: plan: expected an object, got nothing'],
    [{ format: 'mosa-lab-agree' }, 'a: bound: expected a number from 0, got nothing'],
    [{ ...agree, record: null }, 'a: record: expected the JSON of a run'],
    [{ ...memory, ways: [{ way: 'x', peak: {}, loss: 1 }] }, 'a: ways[0].peak.tensors: expected a whole number'],
    [{ ...perplexity, runs: 1 }, 'a: runs: expected a list, got 1'],
  ])('is refused: %j', (value, message) => {
    expect(() => checkResult(value, 'a')).toThrow(refusal(message));
  });
});

it('a preset that every object has is unknown', () => {
  expect(() => presetOf('constructor')).toThrow(refusal('--preset: expected nanogpt-small', 'usage'));
});
