import { Options, readCommandLine } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';

export const help = `Rehearses a release: versions, packs once, publishes to a registry on this machine, and installs from it as users do.

  npm run release:rehearse -- [options]

  --quick              what each change must pass: no package of others, this Node, one TypeScript, no browser
  --state DIR          where it works and keeps what is done. Default: a folder of this working copy in the system's folder
                       for temporary files
  --keep               leave that folder when all is done
  --kill-at-random N   kill itself at N random places, by SIGINT and SIGKILL, and go on each time; then look for what is
                       left running or in temporary folders
  --seed N             of those places. Default: random; it is printed
  --json FILE          write the result as JSON; '-' means standard output
  --help

Nothing in the working copy changes. Where it is killed, or something fails, run it again: it goes on where it stopped, as
long as the files are the same; else it begins anew. Packages of others come from the registry that npm is set to.
A browser: that of @sparticuz/chromium (Linux x64), or one named by CHROMIUM_PATH.
Exit code 0 if nothing failed, where what cannot be had here is no failure; 130, 143 or 129 when interrupted; otherwise 1.
`;

const specs = {
  quick: { help: '' },
  state: { value: 'DIR', help: '' },
  keep: { help: '' },
  'kill-at-random': { value: 'N', help: '' },
  seed: { value: 'N', help: '' },
  json: { value: 'FILE', help: '' },
};

/** @throws MosaError `usage` */
export function parseOptions(commandLine) {
  const given = new Options(readCommandLine(commandLine, specs));
  if (given.words.length > 0) {
    throw new MosaError('usage', 'command line', 'only options (see --help)', given.words.join(' '));
  }
  const kills = given.number('kill-at-random', { least: 1, most: 1000, whole: true });
  const seed = given.number('seed', { most: 2 ** 32 - 1, whole: true });
  for (const [name, other] of [
    ['seed', given.has('seed') && kills === undefined ? 'without --kill-at-random' : undefined],
    [
      'state',
      given.has('state') && kills !== undefined ? 'with --kill-at-random, which takes a folder of its own' : undefined,
    ],
  ]) {
    if (other) throw new MosaError('usage', `--${name}`, 'another command line', `one ${other}`);
  }
  return {
    quick: given.has('quick'),
    keep: given.has('keep'),
    folder: given.text('state'),
    json: given.text('json'),
    help: given.has('help'),
    kills,
    seed,
  };
}
