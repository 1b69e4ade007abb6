import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createReferenceBackend } from '@mosa-js/reference';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { goldenUrl, listCases, runSuite, runWorker, serveSuite, type WorkerLike } from '../src/browser';
import type { CaseResult } from '../src/report/report';
import type { ChildMessage } from '../src/runner/messages';
import { listCases as listCasesInNode } from '../src/suite/cases';

const inMemory = { locate: (file: string) => `memory:${file}`, read: async (file: string) => bytes(file) };
const bytes = (file: string) => new Uint8Array(readFileSync(join('golden', file)));

test('golden cases from memory are those from the folder, and pass', async () => {
  const cases = await listCases({ golden: inMemory, filter: 'golden/' });
  const fromFolder = await listCasesInNode({ golden: 'golden', filter: 'golden/' });
  expect(cases.map(({ id }) => id)).toEqual(fromFolder.map(({ id }) => id));
  const results: CaseResult[] = [];
  const forward = cases.filter(({ id }) => /(mosa-basic|local-basic)\/forward$/.test(id));
  await runSuite(createReferenceBackend(), forward, (result) => results.push(result));
  expect(results.map(({ status }) => status)).toEqual(['pass', 'pass']);
  await expect(listCasesInNode({ golden: inMemory, filter: 'golden/' })).resolves.toHaveLength(cases.length);
});

describe('golden files below a URL', () => {
  afterEach(() => void vi.unstubAllGlobals());
  const served = (answer: (url: string) => Response) => vi.stubGlobal('fetch', async (url: string) => answer(url));

  test('are fetched one by one', async () => {
    const asked: string[] = [];
    served((url) => {
      asked.push(url);
      return new Response(bytes(url.slice('https://host.test/golden/'.length)));
    });
    await listCases({ golden: goldenUrl('https://host.test/golden'), filter: 'golden/' });
    expect(asked[0]).toBe('https://host.test/golden/cases.json');
    expect(asked).toContain('https://host.test/golden/training/hybrid-small/case.json');
    expect(asked).toHaveLength(1 + 15 + 1 + 4);
  });

  test.each([
    [new Response('', { status: 404 }), 'HTTP status 404'],
    [new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'a page of HTML'],
  ])('are named where they are missing', async (response, cause) => {
    served(() => response);
    const message = `/golden/cases.json: expected a file that can be read, got ${cause}`;
    await expect(listCases({ golden: goldenUrl('/golden/') })).rejects.toMatchObject({ code: 'golden', message });
  });
});

test('a worker whose page says that its GPU is software skips what is too large for one', async () => {
  vi.stubGlobal('addEventListener', () => undefined);
  const messages: ChildMessage[] = [];
  await serveSuite({
    create: async () => createReferenceBackend(),
    describe: async () => ({ device: 'some GPU (software)', library: 'some library' }),
    golden: inMemory,
    filter: 'corner/products:values',
    tell: (message) => messages.push(message),
  });
  vi.unstubAllGlobals();
  expect(messages.map(({ type }) => type)).toEqual(['ready', 'case', 'result', 'ran', 'done']);
  expect(messages[2]).toMatchObject({ result: { status: 'skip', reason: 'too large for a GPU in software' } });
});

describe('a worker', () => {
  const ids = ['a', 'b', 'c'];
  const created = (limit = 60, signal?: AbortSignal) => {
    const worker: WorkerLike & { ended: boolean } = {
      onmessage: null,
      onerror: null,
      onmessageerror: null,
      ended: false,
      terminate() {
        worker.ended = true;
      },
    };
    const report = runWorker(worker, { name: 'x', ids, timeLimit: limit, signal });
    const say = (...messages: ChildMessage[]) => {
      for (const data of messages) worker.onmessage?.({ data } as MessageEvent);
    };
    return { worker, report, say };
  };
  const started = (limit = 60, signal?: AbortSignal) => {
    const one = created(limit, signal);
    one.say({ type: 'ready', name: 'x', device: 'cpu', library: 'some 1.0' }, { type: 'case', id: 'a' });
    one.say({ type: 'result', result: { id: 'a', status: 'pass' } }, { type: 'case', id: 'b' });
    return one;
  };
  const atB = (reason: string) => ({
    name: 'x',
    device: 'cpu',
    library: 'some 1.0',
    status: 'ran',
    cases: [
      { id: 'a', status: 'pass' },
      { id: 'b', status: 'fail', stage: 'process', reason },
      { id: 'c', status: 'skip', reason: 'not run: the backend stopped at b' },
    ],
  });

  test('that ends by itself', async () => {
    const { worker, report, say } = started();
    for (const id of ['b', 'c']) say({ type: 'case', id }, { type: 'result', result: { id, status: 'pass' } });
    say({ type: 'ran' }, { type: 'done' });
    expect((await report).cases.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass']);
    expect(worker.ended).toBe(true);
  });

  test('that sends messages of its own, which are ignored', async () => {
    const { report, say } = started();
    const strange = [null, undefined, 'done', 7, [], {}, { type: 'done' }, { type: 'ran' }, { type: 'broken' }];
    const results = [null, { id: 'b' }, { id: 'b', status: 'perfect' }, { id: 'b', status: 'pass', error: Number.NaN }];
    const forged = [...results, { id: 'c', status: 'pass' }, { id: 'a', status: 'pass' }];
    say(...([...strange, ...forged.map((result) => ({ type: 'result', result }))] as ChildMessage[]));
    say({ type: 'result', result: { id: 'b', status: 'pass' } }, { type: 'broken', reason: 'gone' });
    const { cases } = await report;
    expect(cases.map(({ id, status }) => [id, status])).toEqual([
      ['a', 'pass'],
      ['b', 'pass'],
      ['c', 'fail'],
    ]);
  });

  test('that crashes', async () => {
    const { worker, report } = started();
    worker.onerror?.({ message: 'out of memory', filename: 'w.js', lineno: 3 } as ErrorEvent);
    expect(await report).toEqual(atB('the worker failed: out of memory (w.js:3)'));
  });

  test('that loses its device', async () => {
    const { report, say } = started();
    say({ type: 'broken', reason: 'the GPU device was lost: gone' });
    expect(await report).toEqual(atB('uncaught error: the GPU device was lost: gone'));
  });

  test('that hangs', async () => {
    const { worker, report } = started(0.01);
    expect(await report).toEqual(atB('no end within the time limit of 0.01 s'));
    expect(worker.ended).toBe(true);
  });

  test('that the user stops', async () => {
    const controller = new AbortController();
    const { report } = started(60, controller.signal);
    controller.abort();
    expect(await report).toEqual(atB('stopped by the user'));
  });

  test('that cannot run here', async () => {
    const { report, say } = created();
    say({ type: 'unavailable', reason: 'no adapter' });
    expect(await report).toMatchObject({ status: 'unavailable', reason: 'no adapter', cases: [] });
  });
});

test('the built entry needs nothing of Node, nor does what it imports', () => {
  const modulesOf = (file: string) => {
    const text = readFileSync(file, 'utf8');
    return Array.from(text.matchAll(/(?:from|import|require\() ?"([^"]+)"/g), ([, name]) => name!);
  };
  const core = ['@mosa-js/core', '@mosa-js/core/adapter', '@mosa-js/core/training'];
  const own = [...core, '@mosa-js/lm', '@mosa-js/reference', '@mosa-js/safetensors'];
  for (const file of ['dist/browser.js', 'dist/browser.cjs']) {
    expect(new Set(modulesOf(file))).toEqual(new Set(own));
  }
  // The language model has a part for Node, too: none of it may be shared with the main entry.
  const outside = (file: string): string[] =>
    modulesOf(file).flatMap((name) => (name.startsWith('.') ? outside(join(dirname(file), name)) : [name]));
  const main = fileURLToPath(import.meta.resolve('@mosa-js/lm'));
  expect(outside(main).filter((name) => !own.includes(name))).toEqual([]);
});
