import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { MosaError } from '@mosa-js/core';
import { softwareGpuEnvironment } from '@mosa-js/software-gpu';
import { appFolder } from '../run/app-folder';
import { commit, versions } from '../run/machine';
import { launcher } from './launcher';
import { isSuperfluous, type PackedLibrary, packedLibraries } from './libraries';

/**
 * Puts all that the lab and the bench need to run into a folder.
 * @param texts data files to take along
 * @returns what was left out, in words
 * @throws MosaError `input` for a text that is not there
 */
export async function stage(folder: string, texts: readonly string[]): Promise<string[]> {
  const leftOut: string[] = [];
  mkdirSync(join(folder, 'bin'), { recursive: true });
  stripped(process.execPath, join(folder, 'bin', 'node'));
  cpSync(join(appFolder, 'dist'), join(folder, 'dist'), { recursive: true, filter: (path) => !isSuperfluous(path) });
  const programs: Record<string, string> = { lab: 'dist/lab.js' };
  if (copyBench(folder)) programs.bench = 'apps/bench/src/node/run.js';
  else leftOut.push('apps/bench is not beside the lab: without the bench');
  for (const library of packedLibraries(process.platform, process.arch)) {
    const missing = copyLibrary(library, folder);
    if (missing) leftOut.push(`${missing}: without ${library.without}`);
  }
  for (const text of texts) {
    if (!existsSync(text)) throw new MosaError('input', '--with-data', 'a file', `none at ${text}`);
    mkdirSync(join(folder, 'data'), { recursive: true });
    cpSync(text, join(folder, 'data', basename(text)));
  }
  if (!(await copyVulkanLoader(join(folder, 'lib'))))
    leftOut.push(
      '@sparticuz/chromium is not installed: without a Vulkan loader for machines that have only the driver',
    );
  leftOut.push('libtensorflow, which is larger than the limit: without tfjs-node-gpu');
  const about = { name: 'mosa-lab', private: true, type: 'module', packed: new Date().toISOString(), versions };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(about, null, 2)}\n`);
  const madeFrom = commit();
  for (const [name, program] of Object.entries(programs)) {
    writeFileSync(join(folder, name), launcher(program, madeFrom));
    chmodSync(join(folder, name), 0o755);
  }
  return leftOut;
}

/** The bench as it stands, since it is plain JavaScript, with its peer in Python. @returns whether it is here */
function copyBench(folder: string): boolean {
  const from = join(appFolder, '..', 'bench');
  if (!existsSync(join(from, 'peer'))) return false;
  for (const part of ['package.json', 'src', 'peer'])
    cpSync(join(from, part), join(folder, 'apps', 'bench', part), { recursive: true });
  return true;
}

/** @returns what is missing, or undefined */
function copyLibrary({ name, files }: PackedLibrary, folder: string): string | undefined {
  const from = packageFolder(name);
  if (from === undefined) return `${name} is not installed`;
  const to = join(folder, 'node_modules', name);
  const filter = (path: string) => !isSuperfluous(relative(from, path));
  for (const file of files === undefined ? ['.'] : ['package.json', ...files]) {
    const source = join(from, file);
    if (!existsSync(source)) return `${name} has no ${file}`;
    cpSync(source, join(to, file), { recursive: true, filter });
    if (file.includes('linux') && existsSync(join(to, file, 'dawn.node')))
      stripped(join(source, 'dawn.node'), join(to, file, 'dawn.node'));
  }
  return undefined;
}

/** Where a package is, as a module of the lab would find it. */
function packageFolder(name: string): string | undefined {
  const places = createRequire(join(appFolder, 'package.json')).resolve.paths(name) ?? [];
  return places.map((place) => join(place, name)).find((path) => existsSync(join(path, 'package.json')));
}

/** The loader that comes with the software GPU serves real ones as well. */
async function copyVulkanLoader(folder: string): Promise<boolean> {
  const driver = (await softwareGpuEnvironment({ cwd: appFolder }))?.VK_DRIVER_FILES;
  if (driver === undefined) return process.platform !== 'linux';
  mkdirSync(folder, { recursive: true });
  cpSync(join(dirname(driver), 'libvulkan.so.1'), join(folder, 'libvulkan.so.1'));
  return true;
}

/** A copy without symbols, where this machine can take them out. */
function stripped(source: string, target: string): void {
  if (process.platform === 'linux') {
    const { status } = spawnSync('strip', ['--strip-unneeded', '-o', target, source], { stdio: 'ignore' });
    if (status !== 0 || statSync(target).size === 0) cpSync(source, target);
  } else {
    cpSync(source, target);
  }
  chmodSync(target, 0o755);
}
