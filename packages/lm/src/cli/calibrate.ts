import { type Command, columns, openOutput, optionLines, readTextFile, say } from '@mosa-js/command';
import type { CausalSelection } from '@mosa-js/core';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type { Checkpoint } from '../checkpoint/checkpoint';
import { type CalibratedHead, calibrateThresholds } from '../decoding/calibrate';
import { loadCheckpoint, saveCheckpoint } from '../node/checkpoint-file';
import { encodeTextFile } from '../node/encode-text-file';
import { backendOf, identify, onBackend } from './backend';
import { checkNew, commonOptions, count, type Given, read, sizeOptions, textOption } from './common';
import { interruptible } from './interruptible';
import { lookingAhead } from './looks-ahead';
import { jsonOption, writeResult } from './result';
import { tokenizerOf } from './tokenizer';
import { waiting } from './waiting';

const options = {
  text: { ...textOption, help: 'text like those the model is for, from which thresholds are taken' },
  out: { value: 'FILE', help: 'checkpoint to write' },
  force: { help: 'replace that file if it is there' },
  tokens: { value: 'N', help: 'tokens that are looked at, at most. Default: 262144' },
  ...sizeOptions,
  capacity: { value: 'C', help: 'tokens that a head attends to at most, or none. Default: as many as it selects of T' },
  'slots-count': { value: 'N', help: 'tokens that a head admits in each block, at most' },
  'slots-block': { value: 'L', help: 'tokens of such a block. Default: N, so that all are admitted' },
  ...commonOptions,
  json: jsonOption,
};

/** More heads than this are shown a layer at a time. */
const mostRows = 32;

export const calibrateCommand: Command = {
  name: 'calibrate',
  summary: 'give heads of expert choice thresholds, so that they do not look ahead',
  options,
  help: () => `Gives MoSA heads that were trained by expert choice a threshold each, so that they take about their share of a text
without looking ahead, and writes the model as a checkpoint that mosa-lm generate takes.

  mosa-lm calibrate CHECKPOINT --text FILE --out FILE [options]

${optionLines(options)}

--slots-count and --slots-block without --capacity leave heads without a capacity. Step, settings and moments of the optimizer
stay in the new checkpoint, since they belong to parameters, which stay as they are; the best evaluation does not.
`,
  async run(commandLine) {
    const given = read('calibrate', commandLine, options);
    const text = given.needed('text', 'a file of text to take thresholds from');
    const out = given.needed('out', 'a file to write the new checkpoint to');
    const size = { batch: given.number('batch', count), length: given.number('length', count) };
    const tokens = given.number('tokens', count);
    const selection = selectionOf(given);
    checkNew(given, out);
    const choice = await backendOf(given);
    if (typeof choice === 'number') return choice;

    const output = await openOutput(out, `--out ${out}`);
    let made: Checkpoint | undefined;
    let tell = async () => {};
    const code = await interruptible(async (signal) => {
      const checkpoint = await loadCheckpoint(given.file);
      const { config, run, state } = checkpoint;
      if (selection !== undefined && lookingAhead(config).length === 0) {
        const expected = 'a checkpoint with heads of expert choice for --capacity and --slots';
        throw new MosaError('config', given.file, expected, 'heads that are causal, which keep their own');
      }
      const tokenizer = await tokenizerOf(checkpoint, given.file, given.text('tokenizer'));
      const data = encodeTextFile(tokenizer, readTextFile(text));
      const { batch = run.batch / (run.accumulate ?? 1), length = run.length } = size;
      await onBackend(choice, signal, async (backend) => {
        const progress = waiting();
        const calibration = await calibrateThresholds(backend, checkpoint, data, {
          batch,
          length,
          ...(tokens === undefined ? {} : { tokens }),
          ...(selection === undefined ? {} : { selection }),
          onProgress: ({ done, of }) => progress.update(done < of - 1 ? `layer ${done + 1} of ${of - 1}` : 'counting'),
        }).finally(progress.end);
        const { best: _, ...rest } = checkpoint; // the loss of another model
        made = { ...rest, config: calibration.config, state: { ...state, ...calibration.state } };
        const result = { checkpoint: given.file, out, backend: identify(backend), batch, length };
        tell = () =>
          writeResult(
            given.has('json'),
            { ...result, tokens: calibration.tokens, heads: calibration.heads },
            `${table(calibration.heads)}\n`,
          );
        say(`thresholds of ${calibration.heads.length} heads from ${calibration.tokens} tokens`);
      });
      return 0;
    });
    if (made === undefined) return code;
    const checkpoint = made;
    await output.fill((path) => saveCheckpoint(path, checkpoint));
    await tell();
    return code;
  },
};

/** @throws MosaError `usage` */
function selectionOf(given: Given): CausalSelection | undefined {
  const isNone = given.text('capacity') === 'none';
  const capacity = isNone ? undefined : given.number('capacity', count);
  const slots = given.number('slots-count', count);
  const block = given.number('slots-block', count);
  if (slots === undefined && block !== undefined)
    throw new MosaError('usage', '--slots-count', 'a number, with --slots-block', 'none');
  if (slots !== undefined && block !== undefined && slots > block)
    throw new MosaError('usage', '--slots-count', `at most --slots-block, ${block}`, show(slots));
  if (!isNone && capacity === undefined && slots === undefined) return undefined;
  return {
    rule: 'causal',
    ...(capacity === undefined ? {} : { capacity }),
    ...(slots === undefined ? {} : { slots: { count: slots, block: block ?? slots } }),
  };
}

/** Heads one by one, or where there are many, each layer's groups. */
function table(heads: readonly CalibratedHead[]): string {
  const head = ['layer', 'head', 'threshold', 'target', 'above', 'processed'];
  if (heads.length <= mostRows)
    return columns(
      head,
      heads.map((one) => [
        ...[`${one.layer}`, `${one.group}${one.head}`, one.threshold.toFixed(3)],
        ...[percent(one.target), percent(one.above), percent(one.processed)],
      ]),
    );
  const groups = new Map<string, CalibratedHead[]>();
  for (const one of heads) {
    const key = `${one.layer} ${one.group}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const range = (values: readonly number[], text: (value: number) => string) =>
    `${text(Math.min(...values))} to ${text(Math.max(...values))}`;
  const rows = [...groups.values()].map((group) => [
    `${group[0]!.layer}`,
    `${group[0]!.group}0 to ${group.length - 1}`,
    range(
      group.map(({ threshold }) => threshold),
      (value) => value.toFixed(3),
    ),
    percent(group[0]!.target),
    range(
      group.map(({ above }) => above),
      percent,
    ),
    range(
      group.map(({ processed }) => processed),
      percent,
    ),
  ]);
  return columns(head, rows);
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
