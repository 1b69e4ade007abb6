// The command line of the browser run.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** As the page offers them. */
export const backends = [
  'reference',
  'tfjs-cpu',
  'tfjs-wasm',
  'tfjs-webgl',
  'tfjs-webgpu',
  'onnxruntime-web-wasm',
  'onnxruntime-web-webgpu',
];

const gpuChoices = ['software', 'auto', 'none'];

export const help = `Runs the conformance suite in a headless browser.

  npm run conformance:browser -- [options]

  --backend NAME       may be given again or as a list with commas; one that cannot run then fails the run.
                       Default: all, of which those that this browser lacks are reported as unavailable
  --filter PREFIX      only the cases whose id starts with this
  --time-limit SECONDS for each backend. Default: 300
  --json FILE          write the report as JSON here too; '-' means standard output
  --chromium PATH      the browser to use, also named by CHROMIUM_PATH. Default: the one of the npm package
                       @sparticuz/chromium (Linux x64)
  --gpu CHOICE         what WebGPU and WebGL run on: software (SwiftShader, slow and the same anywhere), auto (what the
                       browser finds) or none. Default: software
  --help

Backends: ${backends.join(', ')}

Writes report-browser/index.html and report-browser/report.json in apps/conformance.
Exit code 0 if at least one backend ran, nothing failed, and every backend that was named could run; otherwise 1.
`;

/** A mistake of the user's: its message says all. */
export class UsageError extends Error {}

/** @throws UsageError */
export function parseOptions(commandLine) {
  const text = { type: 'string' };
  let values;
  try {
    ({ values } = parseArgs({
      args: commandLine,
      options: {
        backend: { type: 'string', multiple: true, short: 'b' },
        filter: text,
        'time-limit': text,
        json: text,
        chromium: text,
        gpu: text,
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    throw new UsageError(`${error.message.split('. To specify')[0]} (see --help)`);
  }
  const named = (values.backend ?? []).flatMap((names) => names.split(',').map((name) => name.trim()));
  const unknown = named.find((name) => !backends.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`--backend: expected one of ${backends.join(', ')}, got ${JSON.stringify(unknown)}`);
  }
  const timeLimit = Number(values['time-limit'] ?? 300);
  if (!(timeLimit > 0 && timeLimit <= 86_400)) {
    throw new UsageError(`--time-limit: expected seconds, more than 0 and at most 86400, got ${values['time-limit']}`);
  }
  const gpu = values.gpu ?? 'software';
  if (!gpuChoices.includes(gpu)) throw new UsageError(`--gpu: expected ${gpuChoices.join(', ')}, got ${gpu}`);
  if (values.json === '') throw new UsageError('--json: expected a path, got an empty one');
  const chromium = values.chromium ?? process.env.CHROMIUM_PATH;
  if (chromium !== undefined && !existsSync(chromium)) {
    const from = values.chromium === undefined ? 'CHROMIUM_PATH' : '--chromium';
    throw new UsageError(`${from}: expected the path of a Chromium, got ${JSON.stringify(chromium)}, where nothing is`);
  }
  const { filter = '', json, help: wantsHelp = false } = values;
  return { named: [...new Set(named)], filter, timeLimit, json, chromium, gpu, help: wantsHelp };
}
