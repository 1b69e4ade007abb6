import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTime, runInside } from '@mosa-js/command/fuzz';
import { createReferenceBackend } from '@mosa-js/reference';
import { afterAll, onTestFinished } from 'vitest';
import { runCommand } from '../../src/cli/run-command';
import { type Checkpoint, characterTokenizer, encodeText, type Tokenizer, train } from '../../src/index';
import { saveCheckpoint } from '../../src/node/index';

export const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
export const bin = join(packageFolder, 'bin/mosa-lm.js');

/** Backends to run a command on. */
export const backends = ['reference', 'onnxruntime-node-cpu'];

export const sentence = 'Few tokens are chosen, and only those attend. ';

/** A tiny model with heads of expert choice, trained for a few steps. */
export async function trained(tokenizer: Tokenizer = characterTokenizer(sentence)): Promise<Checkpoint> {
  const dModel = 16;
  const backend = createReferenceBackend();
  const { checkpoint } = await train({
    backend,
    config: {
      vocabularySize: tokenizer.vocabularySize,
      dModel,
      layers: 2,
      attention: {
        kind: 'sum',
        parts: [
          { kind: 'mosa', dModel, dHead: 8, heads: 3, sparsity: 4 },
          { kind: 'dense', dModel, dHead: 8, heads: 1 },
        ],
      },
    },
    optimizer: { learningRate: 1e-2 },
    tokenizer,
    data: { train: encodeText(tokenizer, sentence.repeat(20)), valid: encodeText(tokenizer, sentence.repeat(4)) },
    steps: 12,
    batch: 2,
    length: 24,
    seed: 1,
    evaluate: { every: 12 },
  });
  await backend.dispose();
  return checkpoint;
}

export interface Files {
  readonly folder: string;
  readonly text: string;
  /** A checkpoint with heads of expert choice. */
  readonly expert: string;
  readonly causal: string;
  readonly checkpoint: Checkpoint;
}

/** A folder with a text and checkpoints, which is gone after the tests of the file. */
export async function files(): Promise<Files> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mosa-lm-cli-')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const [text, expert, causal] = ['text.txt', 'expert.safetensors', 'causal.safetensors'].map((name) =>
    join(folder, name),
  );
  writeFileSync(text!, sentence.repeat(30));
  const checkpoint = await trained();
  await saveCheckpoint(expert!, checkpoint);
  const { code, stderr } = await command('calibrate', expert!, '--text', text!, '--out', causal!, '-b', 'reference');
  if (code !== 0) throw new Error(stderr);
  return { folder, text: text!, expert: expert!, causal: causal!, checkpoint };
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mosa-lm-cli-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the command in this process. */
export function command(...words: string[]) {
  return inTime(runInside(runCommand, words), words, 100);
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command as a user would, behind words of a shell that have `"$@"` for it. `turbo run test` builds it first. */
export function inShell(shell: string, ...words: string[]): ChildProcess {
  if (!existsSync(join(packageFolder, 'dist/cli.js'))) throw new Error('these tests need `npm run build` first');
  const child = spawn('bash', ['--norc', '-c', shell, 'bash', process.execPath, bin, ...words], { cwd: packageFolder });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

export function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (text) => {
    stdout += text;
  });
  child.stderr?.on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}
