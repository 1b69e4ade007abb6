import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import { type CaseResult, parseReport, type Report, runSuite } from '../src';
import { expectation } from '../src/suite/expected-failures';
import { command, fixture } from './command';

const device = { name: 'x', device: 'webgpu' };
const software = { name: 'x', device: 'webgpu (software)' };
const failed: CaseResult = { id: 'op/exp:a', status: 'fail', stage: 'value', error: 1, bound: 0, reason: '1, not 2' };
const expected = [{ cases: ['op/log', 'op/exp:*'], reason: 'exp is wrong' }];

describe('a result, where failures are expected', () => {
  it('is an xfail with the declared reason where it fails', () => {
    expect(expectation(expected, device).judge(failed)).toEqual({
      id: 'op/exp:a',
      status: 'xfail',
      stage: 'value',
      reason: 'exp is wrong',
    });
  });

  it('is an xpass where it passes', () => {
    const passed: CaseResult = { id: 'op/exp:a', status: 'pass', error: 0.5, bound: 1 };
    const reason = 'expected to fail: exp is wrong';
    expect(expectation(expected, device).judge(passed)).toEqual({ ...passed, status: 'xpass', reason });
  });

  it('stays what it is for other cases, and for what did not run', () => {
    const { judge } = expectation(expected, device);
    for (const result of [
      { ...failed, id: 'op/add:exp' },
      { ...failed, id: 'op/log:a' },
      { ...failed, status: 'skip' },
      { ...failed, status: 'unsupported' },
    ] as const)
      expect(judge(result)).toBe(result);
  });

  it('is judged by what is expected on its kind of GPU', () => {
    const only = (where: 'software' | 'hardware') => [{ ...expected[0]!, only: where }];
    const statusOn = (where: 'software' | 'hardware', on: typeof device) =>
      expectation(only(where), on).judge(failed).status;
    expect([statusOn('software', device), statusOn('software', software)]).toEqual(['fail', 'xfail']);
    expect([statusOn('hardware', device), statusOn('hardware', software)]).toEqual(['xfail', 'fail']);
  });
});

it.each([
  [{}, 'x expectedFailures: expected a list, got {}'],
  [[{ cases: ['op/*'] }], 'x expectedFailures[0].reason: expected which fault it is, in words, got undefined'],
  [[...expected, { cases: ['op/*'], reason: ' ' }], 'x expectedFailures[1].reason: expected which fault it is'],
  [
    [{ reason: 'a fault' }],
    'x expectedFailures[0].cases: expected ids of cases, or beginnings of them with a *, got undefined',
  ],
  [
    [{ cases: [''], reason: 'a fault' }],
    'x expectedFailures[0].cases: expected ids of cases, or beginnings of them with a *',
  ],
  [[{ cases: ['op/*'], reason: 'a fault', only: 'linux' }], "x expectedFailures[0].only: expected 'software'"],
  [
    [{ cases: ['op/*'], reason: 'a fault', skip: 'yes' }],
    'x expectedFailures[0].skip: expected true, false or nothing',
  ],
])('%j is refused', (given, message) => {
  expect(() => expectation(given, device)).toThrow(message);
});

it('the suite runs no case where a failure is expected for no reason', async () => {
  const results: CaseResult[] = [];
  const run = runSuite(createReferenceBackend(), [], (result) => results.push(result), 'cpu', [
    { cases: ['op/*'], reason: '' },
  ]);
  await expect(run).rejects.toMatchObject({ code: 'backend' });
  expect(results).toEqual([]);
});

it.each(['xfail', 'skip'])('a report with an %s without a reason is refused', (status) => {
  const backend = { name: 'x', device: 'cpu', library: 'x 1', status: 'ran', cases: [{ id: 'op/a', status }] };
  const text = JSON.stringify({ suite: '1', backends: [backend] });
  expect(() => parseReport(text, 'r.json')).toThrow(
    'r.json: backends[0].cases[0].reason: expected a text, got nothing',
  );
});

it('a case that must not run is skipped with the reason, unless it is a head’s forward pass', async () => {
  const results: CaseResult[] = [];
  const run = () => Promise.reject(new Error('it ran'));
  const cases = ['op/exp:a', 'mosa/forward:a'].map((id) => ({ id, run }));
  await runSuite(createReferenceBackend(), cases, (result) => results.push(result), 'cpu', [
    { cases: cases.map(({ id }) => id), reason: 'it takes the device along', skip: true },
  ]);
  expect(results).toEqual([
    { id: 'op/exp:a', status: 'skip', reason: 'it takes the device along' },
    expect.objectContaining({ id: 'mosa/forward:a', status: 'fail', stage: 'skip' }),
  ]);
});

describe('the command', () => {
  it('ends with 0 where all that fails was expected to, and says how many', async () => {
    const { code, stdout } = await command(...fixture('fails-as-expected'), '--filter', 'op/sigmoid');
    expect(stdout).toMatch(/^wrong +.* \d xfail +-$/m);
    expect(stdout).toMatch(/^passed, (\d) of \1 cases failed as expected/m);
    expect(code).toBe(0);
  });

  it('ends with 1 where a case passes that was expected to fail', async () => {
    const { code, stdout, stderr } = await command(
      ...fixture('passes-unexpectedly'),
      '--filter',
      'op/sigmoid',
      '--json',
      '-',
    );
    const [backend] = (JSON.parse(stdout) as Report).backends;
    const passed = backend!.cases.filter(({ status }) => status === 'xpass');
    expect(passed.length).toBeGreaterThan(0);
    expect(passed[0]!.reason).toBe('expected to fail: a fault that has been mended');
    expect(stderr).toMatch(/^FAILED .* better: \d xpass$/m);
    expect(code).toBe(1);
  });
});
