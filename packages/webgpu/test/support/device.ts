import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { hasVulkanDriver, softwareGpuEnvironment } from '@mosa-js/software-gpu';

/**
 * Variables with which a new process finds a GPU, in hardware or in software, or why there is none. A new process,
 * because the loader's path cannot change in one that runs.
 */
export async function gpuEnvironment(): Promise<{ env: Record<string, string> } | { reason: string }> {
  if (process.platform !== 'linux' || hasVulkanDriver()) return { env: {} };
  const env = await softwareGpuEnvironment();
  return env
    ? { env }
    : { reason: 'no Vulkan driver, and no SwiftShader: npm install @sparticuz/chromium (Linux x64)' };
}

export interface CheckResult {
  readonly name: string;
  readonly error?: string;
}

const runner = fileURLToPath(new URL('run-checks.mjs', import.meta.url));

/** Runs the checks of a module in a process of its own, and waits for its end. */
export async function runChecks(module: URL, env: Record<string, string>): Promise<CheckResult[]> {
  const child = spawn(process.execPath, [runner, module.href], { env: { ...process.env, ...env }, timeout: 300_000 });
  const errors: string[] = [];
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const results: CheckResult[] = [];
  for await (const line of createInterface(child.stdout)) if (line.startsWith('{')) results.push(JSON.parse(line));
  const code = await ended;
  if (code !== 0) results.push({ name: 'the process', error: `ended with ${code}: ${errors.join('').slice(-2000)}` });
  return results;
}
