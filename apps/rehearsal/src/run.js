// npm run release:rehearse: see --help.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, interruption, openJson, print, progressLine, runProgram, say, standardError } from '@mosa-js/command';
import { Failure } from './failure.js';
import { killAtRandom } from './kill.js';
import { help, parseOptions } from './options.js';
import { rehearse } from './rehearse.js';
import { hashSources } from './sources.js';
import { openState } from './state.js';
import { packedIn } from './steps/release.js';
import { toTable } from './table.js';

const name = 'release:rehearse';
const root = realpathSync(fileURLToPath(new URL('../../..', import.meta.url)));

async function main(commandLine) {
  const options = parseOptions(commandLine);
  if (options.help) return print(help);
  if (process.platform === 'win32')
    throw new Failure(name, 'Linux or macOS, which end all that a process started', 'Windows');
  const output = options.json === undefined ? undefined : await openJson(options.json);
  const interrupted = interruption();
  try {
    return await (options.kills === undefined ? once : killAtRandom)({
      ...options,
      root,
      output,
      signal: interrupted.signal,
    });
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    say(`${name}: interrupted; the same command goes on where it stopped`);
    return interrupted.exitCode;
  }
}

async function once({ quick, keep, folder, output, json, signal }) {
  const start = performance.now();
  const sources = hashSources(root);
  const form = quick ? 'quick' : 'full';
  const place = createHash('sha256').update(`${root}\0${form}`).digest('hex').slice(0, 12);
  // Where Node does not find what this repository has installed.
  const home = resolve(folder ?? join(realpathSync(tmpdir()), `mosa-rehearsal-${place}`));
  if (`${home}/`.startsWith(`${root}/`)) throw new Failure('--state', 'a folder outside of the repository', home);
  const state = await openState(home, `${form} ${sources} ${process.version}`);
  const progress = progressLine(standardError);
  let report;
  try {
    progress.note(`${name}: ${state.isNew ? 'begins' : 'goes on'} in ${home}`);
    const uplink = quick ? undefined : npmRegistry();
    const steps = await rehearse({ root, state, sources, quick, uplink, signal, progress });
    const { results } = state;
    const versions = [results.version?.version, results['next version']?.version].filter(Boolean);
    const packed = results.pack?.status === 'passed' ? packedIn(join(home, 'tarballs', versions[0])) : [];
    report = {
      ...{ kind: 'mosa-js rehearsal', form, sources, versions, node: process.versions.node },
      system: `${process.platform} ${process.arch}`,
      seconds: Math.round((performance.now() - start) / 100) / 10,
      steps,
      tarballs: packed.map(({ file, ...about }) => about),
      bundles: results['a bundle']?.sizes,
    };
  } catch (error) {
    await state.close();
    throw error;
  } finally {
    progress.end();
  }
  const isDone = report.steps.every(({ status }) => status !== 'failed');
  if (isDone && !keep) {
    say(`${name}: removes ${home}`);
    await state.remove();
  } else {
    await state.close();
  }
  if (json === '-') standardError.write(toTable(report));
  else print(toTable(report));
  await output?.write(`${JSON.stringify(report, null, 2)}\n`);
  if (!isDone) say(`${name}: something failed; what was made is in ${home}, and the same command goes on there`);
  return isDone ? 0 : 1;
}

/** The registry that npm is set to. */
const npmRegistry = () => execFileSync('npm', ['config', 'get', 'registry'], { cwd: root, encoding: 'utf8' }).trim();

await runProgram(async (commandLine) => {
  try {
    return await main(commandLine);
  } catch (error) {
    return fail(name, error);
  }
});
