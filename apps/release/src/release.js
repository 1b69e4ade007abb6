import { sourcesHash } from '../../../scripts/sources.js';
import { checkChangesets } from './changesets.js';
import { check, checkRecord, recordPass } from './checked.js';
import { npm } from './command.js';
import { checkTag, checkTree, headOf } from './git.js';
import { readGroup } from './group.js';
import { packGroup } from './pack.js';
import { publishTarballs } from './publish.js';
import { publishedIntegrity } from './published.js';
import { Refusal } from './refusal.js';
import { checkResults, gpuResults, wantedResults } from './results.js';
import { versionOf } from './versions.js';

/**
 * A release: everything is checked before anything is published, and what is published is what was checked.
 * @param {object} options
 * @param {string} options.root
 * @param {string} options.into folder for the tarballs
 * @param {string} [options.registry] default: the one that npm is configured to use
 * @param {string} [options.tag] default `latest`
 * @param {boolean} [options.publish] default: everything but that
 * @param {boolean} [options.checked] stands on checks that have passed on this commit, instead of running them
 * @param {boolean} [options.interactive] npm may ask at the terminal
 * @param {() => Promise<import('./results.js').Wanted>} [options.wanted] which results there must be
 * @param {(line: string) => void} options.log
 * @param {AbortSignal} [options.signal]
 * @throws Refusal with what was expected and what came
 */
export async function release(options) {
  const { root, into, tag = 'latest', wanted = wantedResults, log, signal } = options;
  await checkTree(root);
  const commit = await headOf(root);
  const group = readGroup(root);
  checkChangesets(root, group);
  const version = versionOf(group, tag);
  await checkTag(root, version);
  const registry = options.registry ?? (await configuredRegistry(root, signal));
  await publishedIntegrity({ ...group[0], registry, signal }); // one that does not answer is told before the long checks
  if (options.checked) checkRecord(root, commit);
  else await check(root, signal);
  await checkUnchanged(root, commit);
  recordPass(root, commit);
  const sources = sourcesHash(root);
  const results = checkResults(root, sources, await wanted());
  const gpus = gpuResults(root);
  const tarballs = await packGroup({ root, into, signal });
  await checkUnchanged(root, commit);
  const { publish = false, interactive } = options;
  const { published, had, left } = await publishTarballs({
    ...{ tarballs, registry, tag, interactive, log, signal },
    dry: !publish,
  });
  return { version, commit, registry, tag, sources, results, gpus, tarballs, published, had, left };
}

async function configuredRegistry(root, signal) {
  const { code, stdout, stderr } = await npm(['config', 'get', 'registry'], { cwd: root, signal });
  if (code !== 0) throw new Refusal('npm config get registry', 'an address', stderr.trim());
  return stdout.trim();
}

/** @throws Refusal where the checks wrote into the working tree, or somebody else did meanwhile */
async function checkUnchanged(root, commit) {
  await checkTree(root);
  const now = await headOf(root);
  if (now !== commit) throw new Refusal('HEAD', `${commit}, where this began`, now);
}
