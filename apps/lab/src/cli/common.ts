import { join } from 'node:path';
import type { OptionSpecs } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { type GpuChoice, gpuChoices } from '@mosa-js/software-gpu';
import { appFolder } from '../run/app-folder';
import { type RunRecord, readRecord } from '../run/record';
import { presetOf } from '../settings/presets';
import type { Settings } from '../settings/settings';
import { mergeSettings, type Options } from './options';

/** Options that more than one command has. */
export const commonOptions = {
  backend: {
    value: 'NAME',
    short: 'b',
    help: 'what to compute on (lab --help lists them). Default: onnxruntime-node-cpu',
  },
  preset: { value: 'NAME', help: 'settings to start from' },
  from: { value: 'FILE', help: "settings of a run's JSON, to repeat it; its text must be the same" },
  'data-dir': { value: 'DIR', help: 'folder with the texts. Default: MOSA_DATA, else the folder data of the lab' },
  gpu: { value: 'CHOICE', help: 'for WebGPU: auto (a real one, else in software), software or none. Default: auto' },
  out: { value: 'DIR', help: 'folder for results; a run that stopped there goes on' },
  fresh: { help: 'forget what is in that folder' },
  minutes: { value: 'M', help: 'stop after so many minutes, with checkpoints' },
  json: { value: 'FILE', help: "write the result as JSON; '-' means standard output" },
  html: { value: 'FILE', help: 'write the report as a page. Default: index.html in the folder for results' },
} satisfies OptionSpecs;

/** What a run starts from: a preset or another run, and then the flags. */
export function settingsOf(options: Options, preset: string): { settings: Settings; repeated?: RunRecord } {
  const from = options.text('from');
  const name = options.text('preset');
  if (from !== undefined && name !== undefined) throw new MosaError('usage', '--from', 'it or --preset', 'both');
  const repeated = from === undefined ? undefined : readRecord(from);
  const base = repeated?.settings ?? presetOf(name ?? preset).settings;
  return { settings: mergeSettings(base, options.settings(), 'settings'), repeated };
}

/** @throws MosaError `data` where a run is to be repeated on another text */
export function checkSameText(
  repeated: RunRecord | undefined,
  data: Pick<RunRecord['data'], 'train' | 'valid'>,
  settings: Settings,
): void {
  if (!repeated || settings.data !== repeated.settings.data || settings.valid !== repeated.settings.valid) return;
  for (const part of ['train', 'valid'] as const) {
    const [wanted, found] = [repeated.data[part], data[part]];
    if (wanted.sha256 === found.sha256) continue;
    throw new MosaError('data', found.file, `the text with SHA-256 ${wanted.sha256}, as in --from`, found.sha256);
  }
}

export function backendOf(options: Options, repeated?: RunRecord): string {
  return options.text('backend') ?? repeated?.backend.name ?? 'onnxruntime-node-cpu';
}

export function gpuOf(options: Options): GpuChoice {
  return options.choice('gpu', gpuChoices) ?? 'auto';
}

/** Where results go: `--out`, or a folder in `results` beside the program. */
export function folderOf(options: Options, name: string): string {
  return options.text('out') ?? join(appFolder, 'results', name);
}

/** @throws MosaError `usage` for words that belong to no option */
export function noWords({ words }: Options): void {
  if (words.length > 0) throw new MosaError('usage', 'command line', 'only options (see --help)', words.join(' '));
}

/** Of commands that train a dense baseline and hybrids. */
export const comparisonOptions = {
  'keep-dense': { value: 'N', help: 'dense heads that stay beside the sparse ones. Default: 4' },
  parallel: { value: 'N', help: 'runs at a time, each in a process of its own, on the same device. Default: 1' },
  'checkpoint-every': {
    value: 'STEPS',
    help: 'also save checkpoints on the way, against kills. Default: when stopped',
  },
} satisfies OptionSpecs;
