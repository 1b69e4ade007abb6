import { expect, it } from 'vitest';
import { bench } from './support/bench.js';

it('has help, which is lost quietly where nobody reads it', async () => {
  const help = expect.stringContaining('--lengths LIST');
  expect(await bench(['--help'])).toMatchObject({ code: 0, out: help, err: '' });
  expect(await bench(['help'])).toMatchObject({ code: 0, out: help });
  expect(await bench(['layer', '--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Clock:') });
  for (const shell of ['"$@" | true', '"$@" >/dev/full']) {
    expect(await bench(['--help'], { shell })).toEqual({ code: 0, out: '', err: '' });
  }
});

it.each([
  [[], /^bench: benchmark: expected one of layer, gradient, step, decode, select, matmul, got none\n$/],
  [['fast'], /^bench: benchmark: expected one of layer, .* got "fast"\n$/],
  [['constructor'], /^bench: benchmark: expected one of layer, /],
  [['layer', 'step'], /^bench: command line: expected one benchmark/],
  [['select', '--lengths', '1024,x'], /^bench: --lengths: expected whole numbers from 1, got "x"\n$/],
  [['select', '--k', 'T/0'], /^bench: --k: expected whole numbers from 1, or T\/n/],
  [['layer', '--runs', '2', '--runs', '3'], /^bench: --runs: expected one value, got "2" and "3"\n$/],
  [['layer', '--kind', 'mosa,sparse'], /^bench: --kind: expected mosa, dense, .* got "sparse"\n$/],
  [['layer', '--head-width', '15'], /^bench: --head-width: expected an even number, got 15\n$/],
  [
    ['layer', '--backend', 'cpu'],
    /^bench: --backend: expected webgpu, tfjs-webgpu, onnxruntime-node-cpu, onnxruntime-web-wasm, tfjs-node-gpu, onnxruntime-node-webgpu, got "cpu"\n$/,
  ],
  [
    ['layer', '--threads', '2'],
    /^bench: --threads: expected --backend onnxruntime-node-cpu or .* or tfjs-node-gpu beside it, got webgpu\n$/,
  ],
  [['layer', '--threads', '0'], /^bench: --threads: expected whole numbers from 1 to \d+, got "0"\n$/],
  [
    ['select', '--backend', 'onnxruntime-node-cpu'],
    /^bench: --backend: expected webgpu or tfjs-webgpu for select, got onnx/,
  ],
  [
    ['layer', '--backend', 'onnxruntime-node-cpu', '--unchecked'],
    /^bench: --unchecked: expected --backend webgpu or tfjs-webgpu beside it, got/,
  ],
  [['layer', '--draw', '8'], /^bench: --draw: expected decode, which alone takes it, got "layer"\n$/],
  [['decode', '--draw', '0'], /^bench: --draw: expected 'logits' or whole numbers from 1, got "0"\n$/],
  [['decode', '--kind', 'routing'], /^bench: --kind: expected heads that do not look ahead/],
  [
    ['decode', '--peer', 'torch'],
    /^bench: --peer: expected one of the benchmarks layer, gradient, step, matmul, got "decode"\n$/,
  ],
  [['layer', '--peer-path', '.'], /^bench: --peer-path: expected --peer torch beside it, got none\n$/],
  [
    ['step', '--explain', '--page', 'x.html'],
    /^bench: --explain: expected neither --peer nor --page, .* got --page\n$/,
  ],
  [['step', '--explain', '--profile'], /^bench: --explain: expected no --profile beside it, .* got --profile\n$/],
  [['layer', '--json', ''], /^bench: --json: expected a value, got an empty one\n$/],
  [['layer', '--wrong'], /^bench: .*Unknown option '--wrong'\n$/],
  [
    ['layer', '--json', '/proc/no/such.json'],
    /^bench: --json \/proc\/no\/such.json: expected a file that can be written/,
  ],
  [
    ['layer', '--page', '/proc/no/such.html'],
    /^bench: --page \/proc\/no\/such.html: expected a file that can be written/,
  ],
])('refuses %j before it opens a device', async (words, message) => {
  expect(await bench(words)).toEqual({ code: 1, out: '', err: expect.stringMatching(message) });
});

it.each(['onnxruntime-node-cpu', 'onnxruntime-web-wasm', 'tfjs-node-gpu'])(
  'times %s on the CPU, where there is no GPU to count anything of',
  async (backend) => {
    const small = ['--lengths', '8', '--width', '16', '--head-width', '8', '--heads', '2', '--sparsity', '2'];
    const once = ['--runs', '1', '--rounds', '1', '--warm-up', '1', '--kind', 'mosa', '--json', '-'];
    const { code, out, err } = await bench(['gradient', '--backend', backend, '--threads', '1', ...small, ...once]);
    // A libtensorflow is made by a command of its own.
    if (code !== 0 && backend === 'tfjs-node-gpu') return expect(err).toMatch(/loadTfjsNode: .*mosa-provision/);
    const library = backend.startsWith('tfjs') ? 'tfjs-node-gpu' : backend.replace(/-[a-z]+$/, '');
    const said = new RegExp(`, 1 thread, ${library} .*\nh = 16`);
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(said) });
    const { rows, floor, asked, about } = JSON.parse(out);
    expect({ floor, asked, about }).toMatchObject({ floor: undefined, asked: { threads: 1 }, about: { onCpu: true } });
    expect(rows).toEqual([expect.objectContaining({ kind: 'mosa', wallMs: expect.any(Number) })]);
    expect(rows[0].cpuMs).toBeGreaterThan(0);
    expect(rows[0]).not.toHaveProperty('dispatches');
  },
);
