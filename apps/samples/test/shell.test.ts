import { execFile } from 'node:child_process';
import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CausalSelection } from '@mosa-js/core';
import { byteTokenizer, type Checkpoint, encodeCheckpoint, initModel } from '@mosa-js/lm';
import { hasVulkanDriver, softwareGpuEnvironment } from '@mosa-js/software-gpu';
import { afterAll, describe, expect, it } from 'vitest';
import { createProjects } from './support/project';
import { documents, repository } from './support/samples';
import { programOf, shellCommands, unknownTo } from './support/shell';

const execute = promisify(execFile);
/** A language model that has learnt nothing, for the samples of its command. */
const checkpoint = encodeCheckpoint(untrained());
/** The same, whose heads do not look ahead. */
const causal = encodeCheckpoint(untrained({ rule: 'causal', capacity: 8 }));
const gpu = hasVulkanDriver() ? {} : await softwareGpuEnvironment();
const projects = createProjects();
afterAll(projects.remove);

/** What is added to a command, so that it does the same in a second or two: few cases, and one backend but where all are meant. */
const cheaper = [
  { of: /mosa-lm (calibrate|eval)/, by: ['--batch', '4'] },
  { of: /mosa-lm generate.*--top-k/, by: ['--max-new-tokens', '8'] },
  { of: /mosa-lm/, by: [] },
  { of: /mosa-conformance (merge|matrix|--help)/, by: [] },
  { of: /mosa-conformance --filter/, by: ['--backend', 'tfjs-cpu'] },
  { of: /mosa-conformance (compare|.*broken\.mjs)/, by: ['--filter', 'mosa/ties'] },
  { of: /mosa-conformance($| --backend)/, by: ['--filter', 'op/neg'] },
  { of: /mosa-conformance/, by: ['--backend', 'tfjs-cpu', '--filter', 'op/neg'] },
];

/** The folder of a reader who has the conformance command, an adapter with its library and the files that the samples name. */
function readersFolder(adapter: readonly string[]): string {
  const folder = projects.with(['@mosa-js/conformance', '@mosa-js/core', '@mosa-js/reference', ...adapter]);
  const files = [
    ['apps/conformance/examples/broken.mjs', 'apps/conformance/examples/broken.mjs'],
    ['apps/examples/own-adapter/adapter.mjs', 'my-adapter.mjs'],
    ['packages/conformance/golden', 'DIR'],
  ];
  const reports = readdirSync(join(repository, 'docs/results')).filter((name) => /^(node|chromium)-/.test(name));
  for (const [i, name] of reports.entries()) files.push([`docs/results/${name}`, `${'ab'[i]}.json`]);
  for (const [from, to] of files) cpSync(join(repository, from!), join(folder, to!), { recursive: true });
  writeFileSync(join(folder, 'run.safetensors'), checkpoint);
  writeFileSync(join(folder, 'few.safetensors'), causal);
  writeFileSync(join(folder, 'text.txt'), 'Few tokens are chosen, and only those attend. '.repeat(50));
  return folder;
}

function untrained(selection?: CausalSelection): Checkpoint {
  const heads = { kind: 'mosa', dModel: 16, dHead: 8, heads: 4, sparsity: 4 } as const;
  const attention = selection ? { ...heads, selection } : heads;
  const config = { vocabularySize: 256, dModel: 16, layers: 2, attention };
  return {
    config,
    optimizer: { learningRate: 1e-3 },
    run: { batch: 4, length: 32, seed: 1, data: 'none' },
    state: { step: 0, ...initModel(config, 1) },
    tokenizer: byteTokenizer().toJSON(),
  };
}

const commands = documents().flatMap(shellCommands);
const tfjs = readersFolder([
  '@mosa-js/tfjs',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-wasm',
]);
const onnxruntime = readersFolder(['@mosa-js/onnxruntime', 'onnxruntime-node']);

/** Where a command runs: what is of this repository's clone in the clone, npx where its packages are installed. */
function folderFor(text: string): string {
  if (!text.startsWith('npx')) return repository;
  return /@mosa-js\/onnxruntime|--onnx/.test(text) ? onnxruntime : tfjs;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
}

const ended = new Map<string, Promise<Ended>>();

/** How a command ends in its cheap form; what several documents say runs once. */
function endOf(words: readonly string[], program: readonly string[]): Promise<Ended> {
  const text = words.join(' ');
  const run = async () => {
    const called = words[0] === 'npx' ? words : program;
    const less = cheaper.find(({ of }) => of.test(text))?.by ?? [];
    const [command, ...args] = [...called, ...less];
    const env = { ...process.env, ...gpu, npm_config_offline: 'true' }; // so that npx takes what is installed
    return execute(command!, args, { cwd: folderFor(text), env }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }) => ({ code, stdout }),
    );
  };
  if (!ended.has(text)) ended.set(text, run());
  return ended.get(text)!;
}

describe('shell samples', () => {
  it('are found', () => {
    expect(commands.length).toBeGreaterThan(40);
  });

  it('of unknown scripts, commands and options are noticed', () => {
    expect(() => programOf(['npm', 'run', 'no-such'])).toThrow('no-such');
    expect(() => programOf(['npx', 'no-such'])).toThrow('no-such');
    expect(() => programOf(['make'])).toThrow('make');
    const program = programOf('npx mosa-conformance --backend tfjs-gpu --filters op/ --json -'.split(' '))!;
    expect(unknownTo(program)).toEqual(['--filters', 'tfjs-gpu']);
    expect(unknownTo(programOf('npm run lab -- trains --steps 1'.split(' '))!)).toEqual(['trains']);
  });

  for (const { place, words, exitCode, stage, notRun } of commands) {
    const text = words.join(' ');
    const reason = text.includes(':webgpu') && gpu === undefined ? 'needs a GPU, or one in software' : undefined;
    it.skipIf(reason)(`${place} ${text}${(reason ?? notRun) ? ` (not run: ${reason ?? notRun})` : ''}`, async () => {
      const program = programOf(words);
      expect(program ? unknownTo(program) : []).toEqual([]);
      if (text.startsWith('npm install')) projects.with(words.slice(2).filter((word) => !word.startsWith('-')));
      if (notRun || program === undefined) return;
      const { code, stdout } = await endOf(words, program);
      expect(code).toBe(exitCode);
      if (stage) expect(stdout).toContain(`(${stage})`);
    });
  }
});
