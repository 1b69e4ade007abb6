import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Command, interruption, type OptionSpecs, openOutput, print, say } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { noWords } from '../cli/common';
import { size } from '../cli/format';
import { optionLines } from '../cli/help';
import { parseOptions } from '../cli/options';
import { archive, hasProgram } from '../pack/archive';
import { stage } from '../pack/stage';
import { appFolder } from '../run/app-folder';

/** Of the archive, in bytes. */
const limit = 60e6;

const options = {
  out: { value: 'FILE', help: 'the archive, .tar.xz or .tar.gz. Default: packed/mosa-lab-PLATFORM.tar.xz in the lab' },
  'with-data': { value: 'FILE', help: 'a text to take along, found there by its name', multiple: true },
} satisfies OptionSpecs;

export const packCommand: Command = {
  name: 'pack',
  options,
  summary: 'one archive that runs offline where nothing is installed',
  help: () => `Packs the lab and the bench with this Node, the libraries of its backends and texts into one archive of at most ${size(limit)}, for
machines of this platform that have neither Node nor a network.

  lab pack [options]

${optionLines(options)}

There: tar xf mosa-lab-….tar.xz, then mosa-lab/lab --help, and mosa-lab/bench --help for what npm run bench is here.
Exit code 0; 130, 143 or 129 when interrupted by Ctrl-C, SIGTERM or SIGHUP, with nothing written; otherwise 1.
`,
  async run(commandLine) {
    const given = parseOptions(commandLine, options, false);
    noWords(given);
    const ending = hasProgram('xz') ? 'xz' : 'gz';
    const name = `mosa-lab-${process.platform}-${process.arch}.tar.${ending}`;
    const file = resolve(given.text('out') ?? join(appFolder, 'packed', name));
    if (!/\.tar\.[xg]z$/.test(file)) throw new MosaError('usage', '--out', 'a file .tar.xz or .tar.gz', file);
    if (!existsSync(join(appFolder, 'dist', 'lab.js')))
      throw new MosaError('unavailable', 'pack', 'a lab that is built (npm run build)', `none in ${appFolder}`);
    const where = given.has('out') ? `--out ${given.text('out')}` : file;
    const output = await openOutput(file, where);
    const temporary = mkdtempSync(join(tmpdir(), 'mosa-lab-'));
    const remove = () => rmSync(temporary, { recursive: true, force: true });
    const interrupted = interruption();
    process.on('exit', remove); // after a second Ctrl-C
    try {
      const folder = join(temporary, 'mosa-lab');
      for (const missing of await stage(folder, given.list('with-data'))) say(`left out: ${missing}`);
      await nextTurn(); // a signal that came while files were copied is heard now
      interrupted.signal.throwIfAborted();
      say('packing, which takes a minute or two');
      await output.fill((path) => archive(folder, path, file.endsWith('.xz') ? 'xz' : 'gz', interrupted.signal));
      const bytes = statSync(file).size;
      print(`${file}: ${size(bytes)}\n`);
      if (bytes <= limit) return 0;
      throw new MosaError('output', file, `at most ${size(limit)}`, size(bytes));
    } catch (error) {
      if (!interrupted.signal.aborted) throw error;
      say('lab: interrupted, nothing was packed');
      return interrupted.exitCode;
    } finally {
      remove();
      process.off('exit', remove);
      interrupted.release();
    }
  },
};
