// The command line of the browser run.
import { existsSync } from 'node:fs';
import { Options, readCommandLine } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

/** Those that run where none is named. */
export const backends = [
  'reference',
  'tfjs-cpu',
  'tfjs-wasm',
  'tfjs-webgl',
  'webgpu',
  'tfjs-webgpu',
  'onnxruntime-web-wasm',
  'onnxruntime-web-webgpu',
];

/** As the page offers them. */
const offered = [...backends, 'tfjs-upstream-webgpu'];

const gpuChoices = ['software', 'auto', 'none'];

export const help = `Runs the conformance suite in a headless browser.

  npm run conformance:browser -- [options]

  --backend NAME       may be given again or as a list with commas; one that cannot run then fails the run.
                       Default: all but the last, of which those that this browser lacks are reported as unavailable
  --filter PREFIX      only the cases whose id starts with this
  --time-limit SECONDS for each backend. Default: 300
  --json FILE          write the report as JSON here too; '-' means standard output
  --chromium PATH      the browser to use, also named by CHROMIUM_PATH. Default: the one of the npm package
                       @sparticuz/chromium (Linux x64)
  --gpu CHOICE         what WebGPU and WebGL run on: software (SwiftShader, slow and the same anywhere), auto (what the
                       browser finds) or none. Default: software
  --help

Backends: ${offered.join(', ')}

Writes report-browser/index.html and report-browser/report.json in apps/conformance.
Exit code 0 if at least one backend ran, nothing failed, and every backend that was named could run; 130, 143 or 129 when
interrupted by Ctrl-C, SIGTERM or SIGHUP; otherwise 1.
`;

/** Help is written by hand. */
export const optionSpecs = {
  backend: { value: 'NAME', help: '', multiple: true, short: 'b' },
  filter: { value: 'PREFIX', help: '', mayBeEmpty: true },
  'time-limit': { value: 'SECONDS', help: '' },
  json: { value: 'FILE', help: '' },
  chromium: { value: 'PATH', help: '' },
  gpu: { value: 'CHOICE', help: '' },
};

/** @throws MosaError `usage` */
export function parseOptions(commandLine) {
  const given = new Options(readCommandLine(commandLine, optionSpecs));
  if (given.words.length > 0) {
    throw new MosaError('usage', 'command line', 'only options (see --help)', given.words.join(' '));
  }
  const named = given.list('backend');
  const unknown = named.find((name) => !offered.includes(name));
  if (unknown !== undefined) throw new MosaError('usage', '--backend', `one of ${offered.join(', ')}`, show(unknown));
  const limit = given.text('time-limit') ?? '300';
  const timeLimit = Number(limit);
  if (!(timeLimit > 0 && timeLimit <= 86_400)) {
    throw new MosaError('usage', '--time-limit', 'seconds, more than 0 and at most 86400', show(limit));
  }
  const chromium = given.text('chromium') ?? process.env.CHROMIUM_PATH;
  if (chromium !== undefined && !existsSync(chromium)) {
    const from = given.has('chromium') ? '--chromium' : 'CHROMIUM_PATH';
    throw new MosaError('usage', from, 'the path of a Chromium', `${show(chromium)}, where nothing is`);
  }
  return {
    named: [...new Set(named)],
    filter: given.text('filter') ?? '',
    timeLimit,
    json: given.text('json'),
    chromium,
    gpu: given.choice('gpu', gpuChoices) ?? 'software',
    help: given.has('help'),
  };
}
