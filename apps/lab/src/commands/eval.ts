import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, OptionSpecs } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { createLanguageModel, tokenizerFromJSON } from '@mosa-js/lm';
import { encodeTextFile, loadCheckpoint } from '@mosa-js/lm/node';
import { openBackend } from '../backends/open';
import { relaunched } from '../backends/relaunch';
import { commonOptions, gpuOf } from '../cli/common';
import { optionLines } from '../cli/help';
import { parseOptions } from '../cli/options';
import { openJsonOption, printResult } from '../cli/results';
import { loadCorpus, readText } from '../data/corpus';
import { futureNote } from '../model/config';
import { readRecord } from '../run/record';
import { RunFolder } from '../run/store';

const { backend, 'data-dir': dataDir, gpu, json } = commonOptions;
const options = {
  backend,
  'data-dir': dataDir,
  gpu,
  json,
  text: { value: 'FILE', help: "text to measure on. Default: the run's validation text" },
  batch: { value: 'B', help: 'sequences at a time. Default: as in training' },
  length: { value: 'T', help: 'tokens of a sequence. Default: as in training' },
  windows: { value: 'N', help: 'at most so many sequences, spread over the text. Default: the whole text' },
} satisfies OptionSpecs;

export const evalCommand: Command = {
  name: 'eval',
  options,
  summary: 'measure a checkpoint on a text',
  help: () => `Measures a trained model on a text: nats and perplexity a token, bits a byte.

  lab eval FOLDER|CHECKPOINT [--text FILE] [--backend NAME] [options]

${optionLines(options)}

FOLDER is what lab train left; for a checkpoint alone, --text is needed.
`,
  async run(commandLine) {
    const given = parseOptions(commandLine, options, false);
    const [path, ...more] = given.words;
    if (path === undefined || more.length > 0)
      throw new MosaError('usage', 'eval', 'one folder or checkpoint', `${given.words.length} words`);
    if (!existsSync(path))
      throw new MosaError('input', show(path), 'a folder of a run or a checkpoint', 'nothing there');
    const isFolder = statSync(path).isDirectory();
    const file = isFolder ? new RunFolder(path).checkpoint : path;
    const text = given.text('text');
    if (!isFolder && text === undefined)
      throw new MosaError('usage', '--text', 'a text to measure on, for a checkpoint without its folder', 'none');
    const size = {
      batch: given.number('batch', { least: 1, whole: true }),
      length: given.number('length', { least: 1, whole: true }),
      windows: given.number('windows', { least: 1, whole: true }),
    };
    const name = given.text('backend') ?? 'onnxruntime-node-cpu';
    const again = await relaunched([name], gpuOf(given));
    if (again !== undefined) return again;

    const writeJson = await openJsonOption(given);
    const { config, state, run, tokenizer: identity } = await loadCheckpoint(file);
    if (!identity) throw new MosaError('data', file, 'a checkpoint with its tokenizer', 'one without');
    const tokenizer = tokenizerFromJSON(identity);
    const where = given.text('data-dir');
    const data =
      text === undefined
        ? loadCorpus(readRecord(join(path, 'run.json')).settings, where).valid
        : encodeTextFile(tokenizer, readText(text, where));
    const open = await openBackend(name);
    const model = await createLanguageModel(open.backend, config, state);
    const { batch = run.batch / (run.accumulate ?? 1), length = run.length, windows } = size;
    const evaluation = await model.evaluate(data, { batch, length, windows });
    await model.dispose();
    await open.backend.dispose();
    const unit = identity.name === 'bytes' ? 'byte' : 'character';
    const selects = /"kind":"(mosa|routing)"/.test(JSON.stringify(config.attention));
    const isCausal = /"rule":"causal"/.test(JSON.stringify(config.attention));
    const bits = evaluation.bitsPerByte === undefined ? '' : `, ${evaluation.bitsPerByte.toFixed(4)} bits a byte`;
    printResult(
      given,
      `step ${state.step}, T ${length}, ${evaluation.tokens} tokens: ${evaluation.loss.toFixed(4)} nats a ${unit}, ` +
        `perplexity ${evaluation.perplexity.toFixed(4)} per ${unit}${bits}\n${selects && !isCausal ? `note: ${futureNote}\n` : ''}`,
    );
    await writeJson({ checkpoint: file, step: state.step, backend: open.identity, length, ...evaluation });
    return 0;
  },
};
