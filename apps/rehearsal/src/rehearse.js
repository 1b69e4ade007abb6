import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startRegistry } from '../../release/src/registry.js';
import { Unavailable } from './failure.js';
import { packed, planOf } from './plan.js';
import { createRunner } from './runner.js';
import { packedIn } from './steps/release.js';

/**
 * Does what is not done yet of a rehearsal.
 * @param {object} options
 * @param {string} options.root of the repository
 * @param {object} options.state of `openState`
 * @param {string} options.sources their hash
 * @param {boolean} options.quick
 * @param {string | undefined} options.uplink the registry for packages of others
 * @param {AbortSignal} options.signal
 * @param {{ update(text: string): void, note(text: string): void }} options.progress
 * @returns {Promise<object[]>} a row for each step: id, status, seconds, installed, ran, result
 * @throws the signal's reason where it is aborted
 */
export async function rehearse({ root, state, sources, quick, uplink, signal, progress }) {
  const { folder } = state;
  if (state.results[packed] === undefined) state.forget();
  const env = environment(folder);
  // For the registry and for npm as app-release starts them, too.
  Object.assign(process.env, { TMPDIR: env.TMPDIR, MOSA_REHEARSAL: folder });
  const tarballsOf = (version) => join(folder, 'tarballs', version);
  const known = {};
  const context = {
    ...{ root, folder, sources, quick, uplink, signal, tarballsOf },
    tree: join(folder, 'tree'),
    run: createRunner({ env, signal, onProgress: (text) => progress.update(`  ${text}`) }),
    packedOf: (version) => (known[version] ??= packedIn(tarballsOf(version))),
    get version1() {
      return state.results.version?.version;
    },
    get version2() {
      return state.results['next version']?.version;
    },
  };
  const registry = await startRegistry({ storage: join(folder, 'registry'), uplink });
  try {
    context.registry = registry;
    return await doAll(planOf({ quick }), context, { state, signal, progress });
  } finally {
    await registry.stop();
  }
}

async function doAll(steps, context, { state, signal, progress }) {
  const rows = [];
  const aside = [];
  const doOne = async ({ id, run }, i) => {
    const before = state.results[id];
    const at = `[${i + 1}/${steps.length}] ${id}`;
    if (before?.status === 'passed') {
      progress.note(`${at}: done before`);
      rows[i] = { id, ...before, before: true };
      return;
    }
    progress.note(`${at} …`);
    const start = performance.now();
    const row = await outcome(run, context);
    signal.throwIfAborted();
    row.seconds = Math.round((performance.now() - start) / 100) / 10;
    state.save(id, row);
    rows[i] = { id, ...row };
    progress.note(`${at}: ${row.status} in ${row.seconds} s${row.status === 'passed' ? '' : `: ${row.result}`}`);
  };
  try {
    for (const [i, step] of steps.entries()) {
      signal.throwIfAborted();
      const done = doOne(step, i);
      if (step.aside) aside.push(done);
      else await done;
      if (step.vital && rows[i].status === 'failed') break;
    }
  } finally {
    await Promise.allSettled(aside);
  }
  signal.throwIfAborted();
  return rows.filter(Boolean);
}

async function outcome(run, context) {
  try {
    return { status: 'passed', ...(await run(context)) };
  } catch (error) {
    if (process.env.MOSA_DEBUG === '1') console.error(error);
    return { status: error instanceof Unavailable ? 'unavailable' : 'failed', ran: '', result: error.message };
  }
}

/** What npm tells its scripts, and settings of the user: neither may reach those who install from the registry. */
const foreign = /^(npm_|NODE_OPTIONS$|NODE_ENV$|INIT_CWD$|VITEST|BUN_|DENO_)/i;

/** The environment of all commands: caches and temporary files lie in the rehearsal's folder, and npm has no settings. */
function environment(folder) {
  const settings = join(folder, 'npmrc');
  if (!existsSync(settings)) writeFileSync(settings, '');
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    MOSA_REHEARSAL: folder,
    TMPDIR: join(folder, 'tmp'),
    NO_COLOR: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    npm_config_userconfig: settings,
    npm_config_globalconfig: `${settings}-global`, // not there
    npm_config_cache: join(folder, 'cache/npm'),
    npm_config_update_notifier: 'false',
    npm_config_noproxy: '127.0.0.1',
    NO_PROXY: [process.env.NO_PROXY ?? process.env.no_proxy, '127.0.0.1'].filter(Boolean).join(','),
    BUN_INSTALL_CACHE_DIR: join(folder, 'cache/bun'),
    DENO_DIR: join(folder, 'cache/deno'),
    DENO_NO_UPDATE_CHECK: '1',
  };
}
