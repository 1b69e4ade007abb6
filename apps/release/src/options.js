import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from './refusal.js';

export const help = `Releases all packages: checks everything, packs each once, and publishes exactly those tarballs.

  npm run release -- [options]

  --publish        publish. Default: everything but that
  --registry URL   default: the one that npm is configured to use (npm config get registry)
  --tag NAME       the tag that installs get the version by. Default: latest
  --into DIR       where the tarballs go. Default: tarballs
  --checked        stand on .ci/run having passed on this commit, with this Node, since the last install, which a run
                   without this option records. For the next run after one that stopped in publishing
  --json           print what was done as JSON
  --help

It refuses before anything is published, with what it expected and what came: a working tree that is not clean; changesets
in no version, or for a private package; a version that is 0.0.0, not the same in all packages, or tagged on another commit;
a fixed group that is not what is published; a registry that does not answer, or has a version with other contents;
.ci/run failing; results of the conformance suite, and the matrix in its package, that are not of these sources on every
backend that continuous integration runs, with no fail and no xpass.

Where publishing stops between two packages, however it does, the same command goes on: what is published is left out.

Exit code 0 where all is published, or nothing is in the way; 130, 143 or 129 when interrupted by Ctrl-C, SIGTERM or SIGHUP;
otherwise 1.
`;

/** @throws Refusal for a wrong command line */
export function parseOptions(words) {
  const text = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  const options = { publish: flag, registry: text, tag: text, into: text, checked: flag, json: flag, help: flag };
  let values;
  try {
    values = parseArgs({ args: words, options }).values;
  } catch (error) {
    throw new Refusal('command line', 'the options that --help lists', error.message.split('. To specify')[0]);
  }
  const { registry, tag } = values;
  if (registry !== undefined && !/^https?:\/\/[^/]/.test(registry))
    throw new Refusal('--registry', 'an http address', registry);
  // npm reads a tag that looks like a version as a version.
  if (tag !== undefined && !/^[a-z][\w-]*$/.test(tag))
    throw new Refusal('--tag', 'a name such as next', JSON.stringify(tag));
  return { ...values, into: resolve(values.into ?? 'tarballs') };
}
