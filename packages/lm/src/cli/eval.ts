import { type Command, optionLines, readTextFile } from '@mosa-js/command';
import { storageFormats } from '@mosa-js/core/adapter';
import { loadCheckpoint } from '../node/checkpoint-file';
import { encodeTextFile } from '../node/encode-text-file';
import { backendOf, identify, onBackend } from './backend';
import { commonOptions, count, read, sizeOptions, storageOf, storageOption, textOption } from './common';
import { interruptible } from './interruptible';
import { lookingAhead, refuseLookingAhead } from './looks-ahead';
import { measureDecoder, measureModel } from './measure';
import { jsonOption, writeResult } from './result';
import { tokenizerOf } from './tokenizer';
import { waiting } from './waiting';

const options = {
  text: textOption,
  ...sizeOptions,
  windows: { value: 'N', help: 'at most so many sequences, spread over the text. Default: the whole text' },
  ...storageOption,
  'cache-storage': {
    value: 'FORMAT',
    help: `read the text token by token, as generate does, from caches held in ${storageFormats.join(', ')}. Default: at once`,
  },
  ...commonOptions,
  json: jsonOption,
};

export const evalCommand: Command = {
  name: 'eval',
  summary: 'measure how well a model predicts a text',
  options,
  help: () => `Measures a model on a text: nats and perplexity a token, bits a byte.

  mosa-lm eval CHECKPOINT --text FILE [options]

${optionLines(options)}

Losses of models that look ahead are too good to be true of a text that is not there yet.
`,
  async run(commandLine) {
    const given = read('eval', commandLine, options);
    const text = given.needed('text', 'a file of text to measure on');
    const size = { batch: given.number('batch', count), length: given.number('length', count) };
    const windows = given.number('windows', count);
    const storage = storageOf(given);
    const cacheStorage = given.choice('cache-storage', storageFormats);
    const choice = await backendOf(given);
    if (typeof choice === 'number') return choice;

    return interruptible(async (signal) => {
      const checkpoint = await loadCheckpoint(given.file);
      const { config, run, state } = checkpoint;
      if (cacheStorage !== undefined) refuseLookingAhead(given.file, config);
      const tokenizer = await tokenizerOf(checkpoint, given.file, given.text('tokenizer'));
      const data = encodeTextFile(tokenizer, readTextFile(text));
      const { batch = run.batch / (run.accumulate ?? 1), length = run.length } = size;
      await onBackend(choice, signal, async (backend) => {
        const progress = waiting();
        const onProgress = ({ done, of }: { readonly done: number; readonly of: number }) =>
          progress.update(`${done} of ${of} sequences`);
        const sizes = { batch, length, onProgress, ...(windows === undefined ? {} : { windows }) };
        const measuring = cacheStorage ? measureDecoder : measureModel;
        const measured = measuring(backend, checkpoint, data, sizes, { storage, cacheStorage });
        const { evaluation, weightBytes, cacheBytes } = await measured.finally(progress.end);
        const { loss, perplexity, bitsPerByte, tokens } = evaluation;
        const ahead = lookingAhead(config);
        const note = ahead.length === 0 ? '' : `note: it has ${ahead.join(' and ')}, which look ahead\n`;
        const bits = bitsPerByte === undefined ? '' : `, ${bitsPerByte.toFixed(4)} bits a byte`;
        const weights = storage === undefined ? '' : `; ${weightBytes} bytes of weights in ${storage}`;
        const caches = cacheStorage === undefined ? '' : `; ${cacheBytes} bytes of caches, pairs in ${cacheStorage}`;
        const held = weights + caches;
        await writeResult(
          given.has('json'),
          {
            checkpoint: given.file,
            step: state.step,
            backend: identify(backend),
            batch,
            length,
            storage: storage ?? 'float32',
            weightBytes,
            ...(cacheStorage ? { cacheStorage, cacheBytes } : {}),
            looksAhead: ahead,
            ...evaluation,
          },
          `step ${state.step}, T ${length}, ${tokens} tokens: ${loss.toFixed(4)} nats a token, perplexity ${perplexity.toFixed(4)}${bits}${held}\n${note}`,
        );
      });
      return 0;
    });
  },
};
