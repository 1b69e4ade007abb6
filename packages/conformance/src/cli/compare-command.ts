import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { MosaError, show } from '@mosa-js/core';
import { type Comparison, compareBackends } from '../compare/compare';
import { openOutput } from '../report/output';
import { visible } from '../report/visible';
import { createRequested } from '../runner/create-backend';
import { backendRequests } from '../runner/requests';
import { needsGpu, noGpu } from '../runner/run-conformance';
import { gpuAccess } from '../software-gpu/gpu-access';
import { layerSpecs } from '../suite/layer-cases';
import { print } from './print';

const usage = 'mosa-conformance compare A B [--filter PREFIX] [--json FILE] (see --help)';
const started = 'MOSA_COMPARE_STARTED';

/**
 * `mosa-conformance compare`: runs the same layers on two backends in one process and says where they first part.
 * @param commandLine the words after `compare`
 * @returns 0 where they agree on every layer, 1 where they part
 */
export async function compareCommand(commandLine: readonly string[]): Promise<number> {
  const { names, filter, json, help } = parse(commandLine);
  if (help) return print(`${usage}\n`);
  const cwd = process.cwd();
  const requests = await backendRequests(names, cwd);
  if (requests.length !== 2) throw new MosaError('usage', 'compare', 'two different backends', show(names));
  const specs = layerSpecs().filter(({ id }) => id.startsWith(filter));
  if (specs.length === 0)
    throw new MosaError('usage', '--filter', 'the start of a layer case id, such as mosa/', show(filter));
  const output = json === undefined ? undefined : await openOutput(json, `--json ${json}`);
  if (process.env[started] === undefined) {
    const { env, lacks } = requests.some(needsGpu) ? await gpuAccess('auto', cwd) : noGpu;
    if (lacks !== undefined) throw new MosaError('unavailable', 'compare', 'a GPU for one of these backends', lacks);
    return again(commandLine, env);
  }
  for (const { name, broken } of requests) {
    if (broken !== undefined) throw new MosaError('backend', name, 'an adapter that can be loaded', broken);
  }
  const a = await createRequested(requests[0]!, cwd);
  const b = await createRequested(requests[1]!, cwd);
  const results: Comparison[] = [];
  await compareBackends(a, b, specs, (result) => {
    results.push(result);
    if (results.length % 20 === 0) process.stderr.write(`${results.length} of ${specs.length} layers\n`);
  });
  await a.dispose();
  await b.dispose();
  const about = [a, b].map(({ name, device, library }) => ({ name, device, library }));
  await output?.write(`${JSON.stringify({ backends: about, layers: results }, null, 2)}\n`);
  const parted = results.filter(({ stage }) => stage !== undefined);
  for (const { id, stage, difference, bound } of parted) {
    print(`${id}: part at ${stage}, ${difference.toExponential(2)} apart where ${bound.toExponential(2)} may be\n`);
  }
  print(
    `${visible(a.name)} and ${visible(b.name)} agree on ${results.length - parted.length} of ${results.length} layers\n`,
  );
  return parted.length === 0 ? 0 : 1;
}

/** A process of its own: a loader finds its GPU driver only by what the process was started with. */
function again(commandLine: readonly string[], env: Readonly<Record<string, string>>): number {
  const cli = fileURLToPath(new URL('./cli.js', import.meta.url));
  const command = ['--disable-warning=ExperimentalWarning', cli, 'compare', ...commandLine];
  const { status } = spawnSync(process.execPath, command, {
    env: { ...process.env, ...env, [started]: '1' },
    stdio: 'inherit',
  });
  return status ?? 1;
}

function parse(commandLine: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...commandLine],
      allowPositionals: true,
      options: {
        filter: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return { names: positionals, filter: values.filter ?? '', json: values.json, help: values.help ?? false };
  } catch (error) {
    throw new MosaError('usage', 'compare', usage, (error as Error).message, { cause: error });
  }
}
