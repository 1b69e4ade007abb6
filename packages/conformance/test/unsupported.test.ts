import { type Backend, MosaError, trace } from '@mosa-js/core';
import { type Capabilities, createBackend, loadKernels } from '@mosa-js/core/adapter';
import { createReferenceBackend, fromHost, referenceKernels } from '@mosa-js/reference';
import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../src/report/report';
import type { ConformanceCase } from '../src/suite/case';
import { attempt, runSuite } from '../src/suite/run-suite';

const refuse = () => {
  throw new MosaError('unsupported', 'refusing', 'something smaller', 'this');
};

/** Refuses every program and every upload, and declares this. */
function refusing(capabilities: Capabilities): Backend {
  return createBackend({
    name: 'refusing',
    device: 'cpu',
    label: 'none 1.0',
    capabilities,
    upload: refuse,
    read: refuse,
    free: () => undefined,
    load: refuse,
    memory: () => ({ tensors: 0, bytes: 0 }),
  });
}

const x = { shape: [8], dtype: 'float32', data: new Float32Array(8) } as const;
const large = { shape: [2], dtype: 'int32', data: Int32Array.of(1, 2 ** 24 + 1) } as const;
const negated = trace((ops, inputs) => ({ y: ops.neg(inputs.x!) }), { inputs: { x } });
const largeConstant = trace((ops) => ({ y: ops.constant(large.data, [2], 'int32') }), { inputs: {} });
const manyRows = trace((ops, inputs) => ({ y: ops.scatterAdd(inputs.at!, inputs.x!, 2 ** 24 + 1) }), {
  inputs: { at: { shape: [8], dtype: 'int32' }, x: { ...x, shape: [8, 1] } },
});

const asking: Readonly<Record<string, ConformanceCase['run']>> = {
  'a small program': async (backend) => {
    await backend.compile(negated);
    return { status: 'pass' };
  },
  'a small upload': async (backend) => {
    await backend.upload(x);
    return { status: 'pass' };
  },
  'a large integer': async (backend) => {
    await backend.upload(large);
    return { status: 'pass' };
  },
  'a large integer in a program': async (backend) => {
    await backend.compile(largeConstant);
    return { status: 'pass' };
  },
  'many rows': async (backend) => {
    await backend.compile(manyRows);
    return { status: 'pass' };
  },
};

describe('a backend may refuse only what its capabilities exclude', () => {
  test.each<[Capabilities, string, CaseResult['status']]>([
    [{}, 'a small program', 'fail'],
    [{}, 'a small upload', 'fail'],
    [{}, 'a large integer', 'fail'],
    [{}, 'many rows', 'fail'],
    [{ integerBits: 24 }, 'a small program', 'fail'],
    [{ integerBits: 24 }, 'a small upload', 'fail'],
    [{ integerBits: 24 }, 'a large integer', 'unsupported'],
    [{ integerBits: 24 }, 'a large integer in a program', 'unsupported'],
    [{ integerBits: 24 }, 'many rows', 'unsupported'],
    [{ largestTensor: 31 }, 'a small program', 'unsupported'],
    [{ largestTensor: 31 }, 'a small upload', 'unsupported'],
    [{ largestTensor: 32 }, 'a small program', 'fail'],
    [{ largestTensor: 32 }, 'a small upload', 'fail'],
  ])('%j: %s → %s', async (capabilities, what, status) => {
    const verdict = await attempt(refusing(capabilities), asking[what]!);
    expect(verdict.status).toBe(status);
    if (status === 'fail') expect(verdict.stage).toBe('unsupported');
    const why = { fail: 'none of its declared capabilities excludes', unsupported: 'are excluded' }[status as 'fail'];
    expect(verdict.reason).toContain(why);
    expect(verdict.reason).toMatch(/expected (something smaller|at most 2\^24 rows|integers up to 2\^24)/);
  });
});

test('nothing excuses a head', async () => {
  const results: CaseResult[] = [];
  const cases: ConformanceCase[] = ['mosa/forward:b=1', 'sum/forward', 'op/neg', 'mosaic/x'].flatMap((id) => [
    { id, run: async () => ({ status: 'unsupported', reason: 'too large' }) },
    { id, run: async () => ({ status: 'skip', reason: 'too slow' }) },
  ]);
  await runSuite(createReferenceBackend(), cases, (result) => results.push(result));
  expect(results.map(({ status }) => status)).toEqual([
    ...Array(4).fill('fail'),
    ...['unsupported', 'skip', 'unsupported', 'skip'],
  ]);
  expect(results[0]!.reason).toBe(
    "every backend must run every head's forward pass; this one is unsupported: too large",
  );
});

test.each([
  [{ error: Number.NaN, bound: 1 }, 'the case has no finite error'],
  [{ error: 0, bound: Number.POSITIVE_INFINITY }, 'the case has no finite bound'],
])('a verdict of %j fails, without the number', async (numbers, reason) => {
  const verdict = await attempt(createReferenceBackend(), async () => ({ status: 'pass', ...numbers }));
  expect(verdict).toEqual({ status: 'fail', stage: 'judge', reason });
});

test('a run that lacks an output names it', async () => {
  const backend = createBackend({
    name: 'lacking',
    device: 'cpu',
    label: 'none 1.0',
    upload: fromHost,
    read: (tensor) => tensor.data.slice(),
    free: () => undefined,
    load(graph, weights) {
      const runtime = {
        kernels: referenceKernels,
        free: () => undefined,
        alias: (tensor: ReturnType<typeof fromHost>) => tensor,
      };
      return { ...loadKernels(graph, weights, runtime), run: () => ({}) };
    },
    memory: () => ({ tensors: 0, bytes: 0 }),
  });
  const program = await backend.compile(negated);
  await expect(program.run({ x })).rejects.toMatchObject({
    code: 'backend',
    message: 'lacking run: expected an output y, got nothing',
  });
});
