import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { npm } from './command.js';
import { readGroup } from './group.js';
import { Refusal } from './refusal.js';
import { readTarball } from './tarball.js';

/**
 * Makes the tarball of each package once, from the build that is there: `prepack` refuses one of other sources.
 * @param {{ root: string, into: string, signal?: AbortSignal }} options `into`: a folder, made if it is not there.
 *   Tarballs of the same name in it are replaced, each when the new ones are whole
 * @returns {Promise<{ name: string, version: string, file: string, sha256: string, integrity: string, bytes: number,
 *   unpacked: number, files: number }[]>} in the order of dependencies, sizes in bytes
 * @throws Refusal where a package cannot be packed
 */
export async function packGroup({ root, into, signal }) {
  const group = readGroup(root);
  const making = join(into, '.making'); // also what a killed process left of it
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  try {
    // The repository's .npmrc runs no scripts, and here prepack must run.
    const options = ['--json', '--ignore-scripts=false', '--foreground-scripts=false', '--pack-destination', making];
    const folders = group.map(({ path }) => `./${path}`);
    const { code, stdout, stderr } = await npm(['pack', ...folders, ...options], { cwd: root, signal });
    if (code !== 0) throw new Refusal('npm pack', 'a tarball of every package', why(stdout, stderr));
    const made = JSON.parse(stdout);
    const packed = group.map(({ name, version }) => {
      const one = made.find((other) => other.name === name && other.version === version);
      if (!one) throw new Refusal('npm pack', `a tarball of ${name} ${version}`, 'none');
      const { sha256, integrity, bytes } = readTarball(join(making, one.filename));
      const sizes = { bytes, unpacked: one.unpackedSize, files: one.entryCount };
      return { name, version, file: resolve(into, one.filename), sha256, integrity, ...sizes };
    });
    for (const { filename } of made) renameSync(join(making, filename), join(into, filename));
    return packed;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** What a script said, which is all that a user needs, else what npm said. */
function why(stdout, stderr) {
  const said = stderr.split('\n').filter((line) => /not packed/.test(line));
  if (said.length > 0) return said.map((line) => line.replace(/^npm (error|ERR!) /, '')).join('; ');
  return stderr.trim() || stdout.trim();
}
