import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, Failure } from './failure.js';

/** Packages of ours that cannot be installed without one of others. */
export const needsOthers = ['@mosa-js/libtensorflow'];

/** What npm says where a registry does not have a package or cannot reach another. */
const notThere = /\b(E404|E5\d\d|ETARGET|ENOTFOUND|ECONN\w+|ETIMEDOUT|EAI_AGAIN)\b/;

/**
 * A new project of somebody who installs from the registry.
 * @param {object} context of the rehearsal
 * @param {string} name of its folder, which is emptied
 * @param {object} [manifest] more of its package.json
 * @param {readonly string[]} [settings] more lines of its .npmrc
 */
export function createProject(context, name, manifest = {}, settings = []) {
  const { folder: home, registry, run } = context;
  const folder = join(home, 'projects', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const about = { name: `reader-${name}`, private: true, type: 'module', ...manifest };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(about, null, 2)}\n`);
  // For npm, and for those who read its settings.
  writeFileSync(join(folder, '.npmrc'), [`registry=${registry.url}`, ...settings, ''].join('\n'));
  return {
    folder,
    write: (file, text) => writeFileSync(join(folder, file), text),
    run: (command, words, options) => run(command, words, { cwd: folder, ...options }),
    /**
     * `npm install`, with all that package.json names where nothing is named.
     * @param {readonly string[]} [specs]
     * @param {{ peers?: boolean }} [options] whether to install libraries that adapters are given
     * @returns {Promise<{ installed: string, versions: Record<string, string[]> }>} versions of ours, by name
     * @throws Failure where something cannot be installed, or one of ours is not what was packed
     */
    async install(specs = [], { peers = true } = {}) {
      const words = [
        'install',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        ...(peers ? [] : ['--legacy-peer-deps']),
      ];
      try {
        await run('npm', [...words, ...specs], { cwd: folder });
      } catch (error) {
        if (error instanceof Failure) throw explained(error, context);
        throw error;
      }
      return installedIn(folder, context);
    },
  };
}

/** Says whose package it was that cannot be had. */
function explained(error, { uplink }) {
  const [code] = notThere.exec(error.message) ?? [];
  const [, name = ''] =
    /GET https?:\/\/[^/]+\/(\S+)|version found for (\S+)@/.exec(error.message)?.filter(Boolean) ?? [];
  if (code === undefined) return error;
  const isOurs = /^@mosa-js(\/|%2f)/i.test(name);
  const from = uplink
    ? `the registry that npm is set to, ${uplink}`
    : 'any registry: this form of the rehearsal asks none';
  const got = isOurs ? `${code} from the rehearsal's own registry` : `${code}: packages of others come from ${from}`;
  return new Failure('npm install', 'packages that can be had', `${got}\n${error.message}`, { cause: error });
}

/** What npm says that it installed, ours compared with what was packed. */
export function installedIn(folder, { registry, packedOf }) {
  const { packages } = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  const versions = {};
  let others = 0;
  for (const [path, { version, resolved, integrity, optional }] of Object.entries(packages)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (optional && !existsSync(join(folder, path))) continue;
    check(resolved?.startsWith(registry.url), `${name} in ${folder}`, `one of ${registry.url}`, resolved ?? 'a link');
    if (!name.startsWith('@mosa-js/')) {
      others++;
      continue;
    }
    const packed = packedOf(version).find((one) => one.name === name);
    check(integrity === packed?.integrity, `${name}@${version}`, `what was packed, ${packed?.integrity}`, integrity);
    versions[name] = [...(versions[name] ?? []), version];
  }
  const count = Object.values(versions).flat().length;
  const numbers = [...new Set(Object.values(versions).flat())].sort().join(' and ');
  return { versions, installed: `${count} of ours ${numbers}${others ? `, ${others} of others` : ''}` };
}
