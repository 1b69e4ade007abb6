import { fileURLToPath } from 'node:url';
import {
  type OptionSpecs,
  Options,
  openJson,
  print,
  readCommandLine,
  say,
  standardError,
  startAgain,
} from '@mosa-js/command';
import { visible } from '@mosa-js/command/visible';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { gpuAccess } from '@mosa-js/software-gpu';
import { type Comparison, compareBackends } from '../compare/compare';
import { createRequested } from '../runner/create-backend';
import { backendRequests } from '../runner/requests';
import { needsGpu, noGpu } from '../runner/run-conformance';
import { layerSpecs } from '../suite/layer-cases';

export const compareUsage = 'mosa-conformance compare A B [--filter PREFIX] [--json FILE] (see --help)';
const started = 'MOSA_COMPARE_STARTED';

export const compareOptions = {
  filter: { value: 'PREFIX', help: '', mayBeEmpty: true },
  json: { value: 'FILE', help: '' },
} satisfies OptionSpecs;

/**
 * `mosa-conformance compare`: runs the same layers on two backends in one process and says where they first part.
 * @param commandLine the words after `compare`
 * @returns 0 where they agree on every layer, 1 where they part
 */
export async function compareCommand(commandLine: readonly string[]): Promise<number> {
  const given = new Options(readCommandLine(commandLine, compareOptions));
  if (given.has('help')) return print(`${compareUsage}\n`);
  const names = given.words;
  const [filter, json] = [given.text('filter') ?? '', given.text('json')];
  const cwd = process.cwd();
  const requests = await backendRequests(names, cwd);
  if (requests.length !== 2) throw new MosaError('usage', 'compare', 'two different backends', show(names));
  const specs = layerSpecs().filter(({ id }) => id.startsWith(filter));
  if (specs.length === 0)
    throw new MosaError('usage', '--filter', 'the start of a layer case id, such as mosa/', show(filter));
  const output = json === undefined ? undefined : await openJson(json);
  if (process.env[started] === undefined) {
    const { env, lacks } = requests.some(needsGpu) ? await gpuAccess('auto', cwd) : noGpu;
    if (lacks !== undefined) throw new MosaError('unavailable', 'compare', 'a GPU for one of these backends', lacks);
    return again(commandLine, env);
  }
  for (const { name, broken } of requests) {
    if (broken !== undefined) throw new MosaError('backend', name, 'an adapter that can be loaded', broken);
  }
  const { backend: a } = await createRequested(requests[0]!, cwd);
  const { backend: b } = await createRequested(requests[1]!, cwd);
  const results: Comparison[] = [];
  await compareBackends(a, b, specs, (result) => {
    results.push(result);
    if (results.length % 20 === 0) say(`${results.length} of ${specs.length} layers`);
  });
  await a.dispose();
  await b.dispose();
  const about = [a, b].map(({ name, device, label }) => ({ name, device, library: label }));
  const parted = results.filter(({ stage }) => stage !== undefined);
  const lines = parted.map(
    ({ id, stage, difference, bound }) =>
      `${id}: part at ${stage}, ${difference.toExponential(2)} apart where ${bound.toExponential(2)} may be\n`,
  );
  const agreeing = results.length - parted.length;
  const text = `${lines.join('')}${visible(a.name)} and ${visible(b.name)} agree on ${agreeing} of ${results.length} layers\n`;
  if (json === '-') standardError.write(text);
  else print(text);
  await output?.write(`${JSON.stringify({ backends: about, layers: results }, null, 2)}\n`);
  return parted.length === 0 ? 0 : 1;
}

/** A process of its own: a loader finds its GPU driver only by what the process was started with. */
function again(commandLine: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const cli = fileURLToPath(new URL('./cli.js', import.meta.url));
  const words = ['--disable-warning=ExperimentalWarning', cli, 'compare', ...commandLine];
  return startAgain({ ...env, [started]: '1' }, words);
}
