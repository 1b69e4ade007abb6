import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { MosaError } from '@mosa-js/core';
import type { Command } from '../cli/command';
import { noWords } from '../cli/common';
import { size } from '../cli/format';
import { optionLines } from '../cli/help';
import { type OptionSpecs, parseOptions } from '../cli/options';
import { print, say } from '../cli/print';
import { archive, hasProgram } from '../pack/archive';
import { stage } from '../pack/stage';
import { appFolder } from '../run/app-folder';
import { makeFolder } from '../run/store';

/** Of the archive, in bytes. */
const limit = 60e6;

const options = {
  out: { value: 'FILE', help: 'the archive, .tar.xz or .tar.gz. Default: packed/mosa-lab-PLATFORM.tar.xz in the lab' },
  'with-data': { value: 'FILE', help: 'a text to take along, found there by its name', multiple: true },
} satisfies OptionSpecs;

export const packCommand: Command = {
  name: 'pack',
  summary: 'one archive that runs offline where nothing is installed',
  help: () => `Packs the lab with this Node, the libraries of its backends and texts into one archive of at most ${size(limit)}, for
machines of this platform that have neither Node nor a network.

  lab pack [options]

${optionLines(options)}

There: tar xf mosa-lab-….tar.xz && mosa-lab/lab --help
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
    makeFolder(dirname(file));
    const temporary = mkdtempSync(join(tmpdir(), 'mosa-lab-'));
    try {
      const folder = join(temporary, 'mosa-lab');
      for (const missing of await stage(folder, given.list('with-data'))) say(`left out: ${missing}`);
      say('packing, which takes a minute or two');
      const bytes = archive(folder, file);
      print(`${file}: ${size(bytes)}\n`);
      if (bytes <= limit) return 0;
      throw new MosaError('output', file, `at most ${size(limit)}`, size(bytes));
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  },
};
