import { type Command, columns, optionLines, readTextFile, say } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { randomSource } from '@mosa-js/core/training';
import type { LanguageModelConfig } from '../config';
import { createLanguageModel } from '../create-language-model';
import { checkCausal } from '../decoding/check-causal';
import { loadCheckpoint } from '../node/checkpoint-file';
import { encodeTextFile } from '../node/encode-text-file';
import { backendOf, identify, onBackend } from './backend';
import { commonOptions, read, textOption } from './common';
import { interruptible } from './interruptible';
import { jsonOption, writeResult } from './result';
import { tokenizerOf } from './tokenizer';
import { waiting } from './waiting';

const options = {
  text: { ...textOption, help: 'text whose first tokens are taken. Default: tokens at random' },
  length: { value: 'T', help: 'tokens of the sequence, from 2. Default: as in training' },
  prefixes: {
    value: 'A,B',
    help: 'lengths after which all is changed. Default: eight, spread over the sequence',
    multiple: true,
  },
  ...commonOptions,
  json: jsonOption,
};

export const causalityCommand: Command = {
  name: 'causality',
  summary: 'find out whether a model looks ahead',
  options,
  help: () => `Changes everything after each of some prefixes, and shows how much the logits of the prefix change by that.

  mosa-lm causality CHECKPOINT [options]

${optionLines(options)}

Exit code 1 where a change is larger than float32 rounding can make it: the model looks ahead.
`,
  async run(commandLine) {
    const given = read('causality', commandLine, options);
    const size = given.number('length', { least: 2, whole: true });
    const prefixes = given.numbers('prefixes', { least: 1, whole: true });
    const text = given.text('text');
    const choice = await backendOf(given);
    if (typeof choice === 'number') return choice;

    return interruptible(async (signal) => {
      const checkpoint = await loadCheckpoint(given.file);
      const { config, run, state } = checkpoint;
      const length = size ?? Math.max(2, run.length);
      const tokens =
        text === undefined
          ? randomTokens(config, length)
          : await firstTokens(await tokenizerOf(checkpoint, given.file, given.text('tokenizer')), text, length);
      return onBackend(choice, signal, async (backend) => {
        const model = await createLanguageModel(backend, config, state);
        const progress = waiting();
        const onProgress = ({ done, of }: { readonly done: number; readonly of: number }) =>
          progress.update(`${done} of ${of} prefixes`);
        const found = await checkCausal(model, tokens, {
          onProgress,
          ...(prefixes.length === 0 ? {} : { prefixes }),
        }).finally(progress.end);
        await model.dispose();
        const bound = roundingOf(config, length) * found.size;
        const looksAhead = !(found.largest <= bound);
        const rows = found.prefixes.map((one) => [`${one.length}`, one.change.toExponential(2)]);
        await writeResult(
          given.has('json'),
          { checkpoint: given.file, step: state.step, backend: identify(backend), length, looksAhead, bound, ...found },
          `${columns(['prefix', 'largest change of a logit'], rows)}\n`,
        );
        const most = `${found.largest.toExponential(2)}, where rounding may make ${bound.toExponential(2)}`;
        if (looksAhead) say(`mosa-lm: ${given.file} looks ahead: a logit changes by ${most}`);
        else say(`it does not look ahead: the largest change is ${most}`);
        return looksAhead ? 1 : 0;
      });
    });
  },
};

/**
 * How much two computations of one logit may differ in float32, relative to the largest logit. A sum of n terms in any order is
 * off by about √n · 2⁻²⁴ of the size of its terms (the worst case n · 2⁻²⁴ never comes in practice: Higham and Mary 2019), n being
 * at most the widest layer or the sequence. Each layer adds two such results, and the output is one more; four times as much for
 * what is not independent, and twice for two computations. What looks ahead changes logits by far more: one token that is
 * selected instead of another changes them by some hundredths of their size.
 */
function roundingOf({ dModel, layers, feedForward = 4 }: LanguageModelConfig, length: number): number {
  return 2 * 4 * (2 * layers + 1) * Math.sqrt(Math.max(dModel, feedForward * dModel, length)) * 2 ** -24;
}

function randomTokens({ vocabularySize }: LanguageModelConfig, length: number): Int32Array {
  const next = randomSource(0);
  return Int32Array.from({ length }, () => Math.floor(next() * vocabularySize));
}

/** @throws MosaError `data` where the text is shorter */
function firstTokens(tokenizer: Parameters<typeof encodeTextFile>[0], text: string, length: number): Int32Array {
  const { tokens } = encodeTextFile(tokenizer, readTextFile(text));
  if (tokens.length >= length) return tokens.slice(0, length);
  throw new MosaError('data', text, `at least ${length} tokens (--length)`, `${tokens.length}`);
}
