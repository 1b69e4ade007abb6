import { type Command, optionLines, readTextFile } from '@mosa-js/command';
import { createLanguageModel } from '../create-language-model';
import { loadCheckpoint } from '../node/checkpoint-file';
import { encodeTextFile } from '../node/encode-text-file';
import { backendOf, identify, onBackend } from './backend';
import { commonOptions, count, read, sizeOptions, storageOf, storageOption, textOption } from './common';
import { interruptible } from './interruptible';
import { lookingAhead } from './looks-ahead';
import { jsonOption, writeResult } from './result';
import { tokenizerOf } from './tokenizer';
import { waiting } from './waiting';

const options = {
  text: textOption,
  ...sizeOptions,
  windows: { value: 'N', help: 'at most so many sequences, spread over the text. Default: the whole text' },
  ...storageOption,
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
    const choice = await backendOf(given);
    if (typeof choice === 'number') return choice;

    return interruptible(async (signal) => {
      const checkpoint = await loadCheckpoint(given.file);
      const { config, run, state } = checkpoint;
      const tokenizer = await tokenizerOf(checkpoint, given.file, given.text('tokenizer'));
      const data = encodeTextFile(tokenizer, readTextFile(text));
      const { batch = run.batch / (run.accumulate ?? 1), length = run.length } = size;
      await onBackend(choice, signal, async (backend) => {
        const before = backend.memory().bytes;
        const model = await createLanguageModel(backend, config, state, { storage });
        const weightBytes = backend.memory().bytes - before;
        const progress = waiting();
        const onProgress = ({ done, of }: { readonly done: number; readonly of: number }) =>
          progress.update(`${done} of ${of} sequences`);
        const evaluation = await model
          .evaluate(data, { batch, length, onProgress, ...(windows === undefined ? {} : { windows }) })
          .finally(progress.end);
        await model.dispose();
        const { loss, perplexity, bitsPerByte, tokens } = evaluation;
        const ahead = lookingAhead(config);
        const note = ahead.length === 0 ? '' : `note: it has ${ahead.join(' and ')}, which look ahead\n`;
        const bits = bitsPerByte === undefined ? '' : `, ${bitsPerByte.toFixed(4)} bits a byte`;
        const held = storage === undefined ? '' : `; ${weightBytes} bytes of weights in ${storage}`;
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
