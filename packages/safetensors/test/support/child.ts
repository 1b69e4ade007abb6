import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';

/** A script that has the built package, so that another process can be starved or killed. */
const script = (body: string) => `
  import { SafetensorsError, openSafetensors } from '@mosa-js/safetensors';
  import { openSafetensorsFile, writeSafetensorsFile } from '@mosa-js/safetensors/node';
  const [path] = process.argv.slice(1);
  const print = (value) => console.log(JSON.stringify(value));
  ${body}`;

const nodeArguments = (body: string, path: string) => ['--input-type=module', '-e', script(body), path];

/** Runs `body` in another Node and returns what it printed. */
export function runChild(body: string, path: string, options: readonly string[] = []): unknown {
  return printed(spawnSync(process.execPath, [...options, ...nodeArguments(body, path)], { encoding: 'utf8' }));
}

/** The same, after a line of shell, which may limit what the process can do. */
export function runChildInShell(shell: readonly string[], prepare: string, body: string, path: string): unknown {
  const [command, ...rest] = shell;
  const line = `${prepare} && exec "$0" "$@"`;
  const all = [...rest, '-c', line, process.execPath, ...nodeArguments(body, path)];
  return printed(spawnSync(command!, all, { encoding: 'utf8' }));
}

/** Starts `body` and resolves when it has printed a line. */
export function startChild(body: string, path: string): Promise<ReturnType<typeof spawn>> {
  const child = spawn(process.execPath, nodeArguments(body, path), { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.stdout.once('data', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`exit code ${code}`)));
  });
}

function printed({ stdout, stderr, status, signal }: SpawnSyncReturns<string>): unknown {
  if (status !== 0) throw new Error(`exit code ${status ?? signal}: ${stderr}`);
  return JSON.parse(stdout);
}
