import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// The long form of every fuzzer, one after another; MOSA_FUZZ=<count> asks for another length.
const damagedFiles = 10_000;
const headConfigurations = 5000;
const commandLines = 300;
const interruptions = 200;
const fuzzers = [
  { folder: 'packages/safetensors', test: 'test/fuzz.test.ts', count: damagedFiles },
  { folder: 'packages/lm', test: 'test/fuzz.test.ts', count: damagedFiles },
  { folder: 'packages/conformance', test: 'test/fuzz.test.ts', count: damagedFiles },
  { folder: 'apps/lab', test: 'test/fuzz.test.ts', count: damagedFiles },
  { folder: 'apps/conformance', test: 'test/head-fuzz.test.ts', count: headConfigurations },
  { folder: 'apps/lab', test: 'test/command-line-fuzz.test.ts', count: commandLines },
  { folder: 'packages/conformance', test: 'test/command-line-fuzz.test.ts', count: commandLines },
  { folder: 'packages/libtensorflow', test: 'test/command-line-fuzz.test.ts', count: commandLines },
  { folder: 'apps/lab', test: 'test/interruptions.test.ts', count: interruptions },
  { folder: 'apps/bench', test: 'test/command-line-fuzz.test.js', count: commandLines },
  { folder: 'apps/conformance', test: 'test/command-line-fuzz.test.ts', count: commandLines },
];

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
for (const { folder, test, count } of fuzzers) {
  const cwd = fileURLToPath(new URL(`../${folder}`, import.meta.url));
  const env = { ...process.env, MOSA_FUZZ: process.env.MOSA_FUZZ ?? String(count) };
  const limits = ['--testTimeout=120000', '--hookTimeout=120000']; // of all but the long form, which has its own
  const { status } = spawnSync(process.execPath, [vitest, 'run', test, ...limits], { cwd, env, stdio: 'inherit' });
  // All of them, whatever one finds.
  if (status !== 0) process.exitCode = 1;
}
