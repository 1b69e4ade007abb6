import { type Command, optionLines } from '@mosa-js/command';
import { storageFormats } from '@mosa-js/core/adapter';
import { createDecoder } from '../decoding/create-decoder';
import { loadCheckpoint } from '../node/checkpoint-file';
import { backendOf, onBackend } from './backend';
import { commonOptions, count, type Given, read, storageOf, storageOption } from './common';
import { refuseLookingAhead } from './looks-ahead';
import { promptOf } from './prompt';
import { streamTokens } from './stream-tokens';
import { tokenizerOf } from './tokenizer';

const options = {
  prompt: { value: 'TEXT', help: 'what to go on from. Default: standard input, without its last line break' },
  'max-new-tokens': { value: 'N', help: 'tokens at most. Default: 256, or as many as --positions has room for' },
  temperature: { value: 'X', help: 'logits are divided by it; 0 takes the most probable token. Default: 1' },
  'top-k': { value: 'K', help: 'draw from the K most probable tokens alone. Default: all' },
  'top-p': { value: 'P', help: 'draw from the fewest tokens whose probabilities reach P. Default: 1' },
  'repetition-penalty': { value: 'X', help: 'above 1, tokens that have occurred are less probable. Default: 1' },
  seed: { value: 'N', help: 'the same seed gives the same text. Default: 0' },
  stop: { value: 'TEXT', help: 'end before this text; may be given again', multiple: true },
  'read-every': {
    value: 'N',
    help: 'tokens that a GPU draws before they are read, together; text comes in as many at once. Default: 1',
  },
  positions: { value: 'N', help: 'tokens at most, prompt and all. Default: as many as are needed' },
  capacity: { value: 'C', help: 'of causal heads that have none: tokens that they attend to at most' },
  ...storageOption,
  'cache-storage': {
    value: 'FORMAT',
    help: `how the device holds keys and values of the tokens before: ${storageFormats.join(', ')}. Default: float32`,
  },
  ...commonOptions,
  json: { help: 'one JSON object a line for each token, and a last one with totals' },
};

const usualTokens = 256;
const mostPositions = 2 ** 20;

export const generateCommand: Command = {
  name: 'generate',
  summary: 'continue a text, token by token',
  options,
  help: () => `Continues a text, token by token, from caches of bounded size. The text comes on standard output as it is made.

  mosa-lm generate CHECKPOINT --prompt TEXT [options]
  mosa-lm generate CHECKPOINT [options] < FILE

${optionLines(options)}

MoSA heads must be causal; mosa-lm calibrate makes those of expert choice so. On a terminal, characters that would act on it are
shown as \\x1b and the like.
`,
  async run(commandLine) {
    const given = read('generate', commandLine, options);
    const sampling = samplingOf(given);
    const wanted = given.number('max-new-tokens', count);
    const positions = given.number('positions', { ...count, most: mostPositions });
    const capacity = given.number('capacity', count);
    const readEvery = given.number('read-every', count);
    const storage = storageOf(given);
    const cacheStorage = given.choice('cache-storage', storageFormats);
    const choice = await backendOf(given);
    if (typeof choice === 'number') return choice;

    const checkpoint = await loadCheckpoint(given.file);
    const { config, state, run } = checkpoint;
    refuseLookingAhead(given.file, config);
    const tokenizer = await tokenizerOf(checkpoint, given.file, given.text('tokenizer'));
    const prompt = await promptOf(given.text('prompt'), tokenizer);
    const maxNewTokens = wanted ?? (positions === undefined ? usualTokens : undefined);
    // The last token needs no position, since it is not taken in.
    const needed = prompt.length + (maxNewTokens ?? 1) - 1;
    const decoderSize = { positions: positions ?? needed, ...(capacity === undefined ? {} : { capacity }) };
    return streamTokens({
      prompt,
      trainedOn: run.length,
      asJson: given.has('json'),
      options: {
        ...sampling,
        tokenizer,
        ...(maxNewTokens === undefined ? {} : { maxNewTokens }),
        ...(readEvery === undefined ? {} : { readEvery }),
      },
      withDecoder: (signal, onWarning, use) =>
        onBackend(choice, signal, async (backend) => {
          const decoder = await createDecoder(backend, config, state, {
            ...decoderSize,
            storage,
            cacheStorage,
            onWarning,
          });
          try {
            return await use(decoder, backend);
          } finally {
            if (!signal.aborted) await decoder.dispose();
          }
        }),
    });
  },
};

function samplingOf(given: Given) {
  const values = {
    temperature: given.number('temperature'),
    topK: given.number('top-k', count),
    topP: given.positive('top-p', 1),
    repetitionPenalty: given.positive('repetition-penalty'),
    seed: given.number('seed', { whole: true }),
  };
  const named = Object.entries(values).filter(([, value]) => value !== undefined);
  return { ...(Object.fromEntries(named) as Partial<Record<keyof typeof values, number>>), stop: given.texts('stop') };
}
