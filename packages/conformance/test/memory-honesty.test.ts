import type { Backend, DeviceTensor, HostTensor, MemoryUse } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../src/report/report';
import { memoryHonestyCases } from '../src/suite/memory-honesty-cases';
import { runSuite } from '../src/suite/run-suite';

async function failed(backend: Backend): Promise<string[]> {
  const results: CaseResult[] = [];
  await runSuite(backend, memoryHonestyCases(), (result) => results.push(result));
  return results.filter(({ status }) => status !== 'pass').map(({ id }) => id.replace('memory/', ''));
}

const saying = (memory: (true_: MemoryUse) => MemoryUse): Backend => {
  const backend = createReferenceBackend();
  return { ...backend, memory: () => memory(backend.memory()) };
};
const counted = ['uploads-are-counted', 'weights-are-counted', 'outputs-are-counted'];

test('an honest backend passes', async () => expect(await failed(createReferenceBackend())).toEqual([]));

describe('a backend fails whose memory()', () => {
  let [tensors, bytes] = [0, 0];
  test.each<[string, Backend]>([
    ['always says 0', saying(() => ({ tensors: 0, bytes: 0 }))],
    ['counts no bytes', saying((use) => ({ ...use, bytes: 0 }))],
    ['counts a quarter of the bytes', saying((use) => ({ ...use, bytes: Math.floor(use.bytes / 4) }))],
    ['counts no tensors', saying((use) => ({ ...use, tensors: 0 }))],
    [
      'never goes down',
      saying((use) => {
        [tensors, bytes] = [Math.max(tensors, use.tensors), Math.max(bytes, use.bytes)];
        return { tensors, bytes };
      }),
    ],
    ['is stuck', saying(() => ({ tensors: 17, bytes: 4096 }))],
  ])('%s', async (_name, backend) => expect(await failed(backend)).toEqual(counted));

  test.each<[string, unknown]>([
    ['gives NaN', { tensors: Number.NaN, bytes: 0 }],
    ['gives a negative count', { tensors: -1, bytes: 0 }],
    ['gives texts', { tensors: '0', bytes: '0' }],
    ['gives nothing', undefined],
  ])('%s', async (_name, use) => expect(await failed(saying(() => use as MemoryUse))).toHaveLength(4));

  test('throws', async () => {
    const backend = saying(() => {
      throw null;
    });
    expect(await failed(backend)).toHaveLength(4);
  });
});

test('a backend fails that changes the arrays it is given', async () => {
  const backend = createReferenceBackend();
  const changing: Backend = {
    ...backend,
    async upload(tensor: HostTensor): Promise<DeviceTensor> {
      tensor.data.fill(0);
      return backend.upload(tensor);
    },
  };
  expect(await failed(changing)).toEqual(['host-arrays-unharmed']);
});
