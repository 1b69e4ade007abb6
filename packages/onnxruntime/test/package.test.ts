import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
import { describe, expect, it } from 'vitest';
import { targets } from './support';

const run = promisify(execFile);

/** Multiplies on a backend made by the built package, in a process of its own that must end by itself. */
const body = (executionProvider: string) => `
  const backend = await createOnnxRuntimeBackend({ lib, executionProvider: '${executionProvider}' });
  const type = { shape: [64, 64], dtype: 'float32' };
  const graph = trace((ops, { x }) => ({ y: ops.matMul(x, x) }), { inputs: { x: type } });
  const program = await backend.compile(graph);
  const { y } = await program.run({ x: { ...type, data: new Float32Array(4096).fill(1) } });
  console.log((await y.read()).data[4095], lib.env.wasm.numThreads);
  await backend.dispose();
`;
const esm = (library: string, executionProvider: string) => `
  import * as lib from '${library}';
  import { trace } from '@mosa-js/core';
  import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
  ${body(executionProvider)}
`;
const cjs = (library: string, executionProvider: string, before = '') => `
  const lib = require('${library}');
  const { trace } = require('@mosa-js/core');
  const { createOnnxRuntimeBackend } = require('@mosa-js/onnxruntime');
  ${before}
  (async () => { ${body(executionProvider)} })();
`;
const node = (source: string, ...flags: string[]) =>
  run(process.execPath, [...flags, '-e', source], { cwd: new URL('..', import.meta.url), timeout: 20_000 });

describe('the built package', () => {
  it.each(targets)('is the one that its name imports: $title', async ({ lib, executionProvider }) => {
    const backend = await createOnnxRuntimeBackend({ lib, executionProvider });
    expect(backend.device).toBe(executionProvider);
    await backend.dispose();
  });

  describe.each(targets)('with $title, silently and to the end of the process', ({ title, executionProvider }) => {
    const library = title.split(' ')[0]!;
    const threads = executionProvider === 'wasm' ? 1 : undefined;

    it('by import', async () => {
      const { stdout, stderr } = await node(esm(library, executionProvider), '--input-type=module');
      expect([stdout, stderr]).toEqual([`64 ${threads}\n`, '']);
    });

    it('by require', async () => {
      const { stdout, stderr } = await node(cjs(library, executionProvider), '--input-type=commonjs');
      expect([stdout, stderr]).toEqual([`64 ${threads}\n`, '']);
    });
  });

  it("leaves the caller's number of wasm threads alone", async () => {
    const { stdout, stderr } = await node(cjs('onnxruntime-web', 'wasm', 'lib.env.wasm.numThreads = 2;'));
    expect([stdout, stderr]).toEqual(['64 2\n', '']);
  });

  it('tells two libraries in one process apart', async () => {
    const source = `
      const { createOnnxRuntimeBackend } = require('@mosa-js/onnxruntime');
      const [one, two] = [require('onnxruntime-node'), require('onnxruntime-web')];
      (async () => {
        for (const [lib, executionProvider] of [[one, 'cpu'], [two, 'wasm']]) {
          const backend = await createOnnxRuntimeBackend({ lib, executionProvider });
          console.log(backend.name);
          await backend.dispose();
        }
      })();`;
    const { stdout, stderr } = await node(source, '--input-type=commonjs');
    expect([stdout, stderr]).toEqual(['onnxruntime-node-cpu\nonnxruntime-web-wasm\n', '']);
  });
});
