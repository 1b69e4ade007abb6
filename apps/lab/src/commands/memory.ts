import type { Command, OptionSpecs } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type * as tf from '@tensorflow/tfjs-core';
import { load } from '../backends/modules';
import { openBackend } from '../backends/open';
import { relaunched } from '../backends/relaunch';
import { commonOptions, folderOf, gpuOf, noWords, settingsOf } from '../cli/common';
import { optionLines, settingLines } from '../cli/help';
import { parseOptions } from '../cli/options';
import { openResults } from '../cli/results';
import { loadCorpus } from '../data/corpus';
import { measureMemory } from '../memory/measure';
import { type MemoryResult, memoryFormat, memoryPage, memoryText } from '../memory/show';
import { commit, thisMachine, versions } from '../run/machine';

const { fresh: _fresh, minutes: _minutes, ...shared } = commonOptions;
const options = {
  ...shared,
  backend: { value: 'NAME', short: 'b', help: 'a tfjs backend: tfjs-cpu, tfjs-wasm or tfjs-webgpu. Default: tfjs-cpu' },
} satisfies OptionSpecs;

const tfjsNames: Readonly<Record<string, string>> = { 'tfjs-cpu': 'cpu', 'tfjs-wasm': 'wasm', 'tfjs-webgpu': 'webgpu' };

export const memoryCommand: Command = {
  name: 'memory',
  options,
  summary: "memory of a training step: ours against tfjs's variableGrads",
  help: () => `Measures the memory of one training step of the same model in the same tfjs: by tfjs's own variableGrads, and by our
graphs. Peaks are of tfjs's own account, beyond the weights and the batch that were there before.

  lab memory [--backend tfjs-cpu] [--preset nanogpt-small] [options] [settings]

${optionLines(options)}

Settings, over those of the preset:
${settingLines()}
`,
  async run(commandLine) {
    const given = parseOptions(commandLine, options);
    noWords(given);
    const { settings } = settingsOf(given, 'nanogpt-small');
    const name = given.text('backend') ?? 'tfjs-cpu';
    if (!Object.hasOwn(tfjsNames, name))
      throw new MosaError('usage', '--backend', Object.keys(tfjsNames).join(', '), show(name));
    const again = await relaunched([name], gpuOf(given));
    if (again !== undefined) return again;
    const corpus = loadCorpus(settings, given.text('data-dir'));
    const folder = folderOf(given, `memory-${given.text('preset') ?? 'nanogpt-small'}-${name}`);
    const writeResults = await openResults(given, folder, 'memory.json');
    const { backend, identity } = await openBackend(name);
    const lib = (await load('@tensorflow/tfjs-core')) as unknown as typeof tf;
    // The device of a WebGPU backend is registered with tfjs under a name of its own.
    const { tfjsName = tfjsNames[name]! } = backend as { tfjsName?: string };
    const ways = await measureMemory({ lib, tfjsName, backend, settings, corpus });
    await backend.dispose();
    const result: MemoryResult = {
      format: memoryFormat,
      settings,
      vocabularySize: corpus.tokenizer.vocabularySize,
      backend: identity,
      machine: thisMachine(),
      versions,
      commit: commit(),
      date: new Date().toISOString(),
      ways,
    };
    await writeResults(result, { text: memoryText(result), page: memoryPage(result) });
    return 0;
  },
};
