import { statSync } from 'node:fs';
import { type Command, openOutput, optionLines } from '@mosa-js/command';
import { loadCheckpoint, saveCheckpoint } from '../node/checkpoint-file';
import { checkNew, read } from './common';
import { jsonOption, writeResult } from './result';

const options = {
  out: { value: 'FILE', help: 'checkpoint to write' },
  force: { help: 'replace that file if it is there' },
  json: jsonOption,
};

export const weightsCommand: Command = {
  name: 'weights',
  summary: 'write the model alone, a third of a checkpoint of training',
  options,
  help: () => `Writes a checkpoint without the moments of the optimizer, which only a run that goes on needs: a third of the bytes. All other
commands take it. A new run may begin with its parameters, but the run that it is from cannot go on from it as if it had not stopped.

  mosa-lm weights CHECKPOINT --out FILE [options]

${optionLines(options)}
`,
  async run(commandLine) {
    const given = read('weights', commandLine, options);
    const out = given.needed('out', 'a file to write the new checkpoint to');
    checkNew(given, out);
    const { state, ...rest } = await loadCheckpoint(given.file);
    const { moments: _, ...kept } = state;
    const output = await openOutput(out, `--out ${out}`);
    await output.fill((path) => saveCheckpoint(path, { ...rest, state: kept }));
    const bytes = { before: statSync(given.file).size, now: statSync(out).size };
    const text = `${out}: ${bytes.now} bytes, of ${bytes.before}\n`;
    await writeResult(given.has('json'), { checkpoint: given.file, out, bytes }, text);
    return 0;
  },
};
