// What the conformance suite found, and of which sources.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './manifests.js';
import { Refusal } from './refusal.js';

const report = 'apps/conformance/report';
/** Where continuous integration leaves its results, and on what. `Node` is the version that runs the release, whichever. */
const runs = [
  { file: `${report}/report.json`, system: 'Node', command: 'npm run conformance' },
  { file: `${report}/node-22.json`, system: 'Node 22', command: 'npm run conformance:nodes' },
  { file: `${report}/node-24.json`, system: 'Node 24', command: 'npm run conformance:nodes' },
  { file: 'apps/conformance/report-browser/report.json', system: 'Chromium', command: 'npm run conformance:browser' },
];
const matrix = 'packages/conformance/matrix.json';

/**
 * Which backends must have passed, and how many cases.
 * @typedef {{ backends: Readonly<Record<'Node' | 'Node 22' | 'Node 24' | 'Chromium', readonly string[]>>, ids: readonly string[] }} Wanted
 */

/** @returns {Promise<Wanted>} what `.ci/run --whole` runs. Needs a build */
export async function wantedResults() {
  const { knownBackends, listCases } = await import('@mosa-js/conformance');
  const known = knownBackends.filter(({ byNameOnly }) => !byNameOnly);
  const { backends } = await import('../../conformance/src/browser-options.js');
  const addon = ['tfjs-node-gpu'];
  return {
    backends: { Node: known.map(({ name }) => name), 'Node 22': addon, 'Node 24': addon, Chromium: backends },
    ids: (await listCases()).map(({ id }) => id),
  };
}

/**
 * The results that a release stands on.
 * @param {string} root
 * @param {string} sources hash of the sources
 * @param {Wanted} wanted
 * @returns {{ name: string, system: string, date: string, cases: string }[]}
 * @throws Refusal for results that are missing, of other sources, incomplete or bad, and for a matrix in the conformance
 *   package that is not of these sources
 */
export function checkResults(root, sources, wanted) {
  const found = runs.flatMap(({ file, system, command }) => {
    if (!existsSync(join(root, file))) throw new Refusal(file, 'results of these sources', `no file. Run: ${command}`);
    const { backends } = readJson(join(root, file), file);
    return wanted.backends[system].map((name) => {
      const backend = backends?.find((one) => one.name === name);
      checkSources(`${file}: ${name}`, backend, sources, command);
      checkCases(`${file}: ${name}`, backend, wanted.ids);
      const { date, system: on } = backend.origin;
      return { name, system: on, date, cases: countsOf(backend.cases.map(({ status }) => status)) };
    });
  });
  checkMatrix(root, sources, wanted);
  return found;
}

function checkSources(where, backend, sources, command) {
  if (backend === undefined)
    throw new Refusal(where, 'a backend that continuous integration runs', `none. Run: ${command}`);
  if (backend.status !== 'ran') throw new Refusal(where, 'a backend that ran', `${backend.status}: ${backend.reason}`);
  const { origin } = backend;
  if (origin?.sources === sources) return;
  const got = origin ? `results of ${origin.sources}, of ${origin.date}` : 'results of sources that were not recorded';
  throw new Refusal(where, `results of these sources, ${sources}`, `${got}. Run: ${command}`);
}

function checkCases(where, { cases }, ids) {
  const bad = cases.filter(({ status }) => status === 'fail' || status === 'xpass');
  if (bad.length > 0)
    throw new Refusal(
      where,
      'no fail and no xpass',
      `${countsOf(bad.map(({ status }) => status))}, first ${bad[0].id}`,
    );
  const had = new Set(cases.map(({ id }) => id));
  const missing = ids.filter((id) => !had.has(id));
  if (missing.length > 0)
    throw new Refusal(where, `all ${ids.length} cases`, `none of ${missing.length}, such as ${missing[0]}`);
}

function checkMatrix(root, sources, wanted) {
  const mend = 'Run: npm run matrix, and commit';
  if (!existsSync(join(root, matrix))) throw new Refusal(matrix, 'results of these sources', `no file. ${mend}`);
  const { backends } = readJson(join(root, matrix), matrix);
  for (const [system, names] of Object.entries(wanted.backends)) {
    for (const name of names) {
      // Columns of one name are told apart by what follows in brackets.
      const columns = backends.filter(
        (one) => (one.name === name || one.name.startsWith(`${name} (`)) && one.origin?.system.startsWith(system),
      );
      const dates =
        columns.map(({ origin }) => `${origin.sources} of ${origin.date}`).join(', ') || 'none that were recorded';
      const fresh = columns.filter(({ origin, status }) => origin.sources === sources && status === 'ran');
      if (fresh.length === 0) {
        throw new Refusal(
          `${matrix}: ${name} in ${system}`,
          `results of these sources, ${sources}`,
          `${dates}. ${mend}`,
        );
      }
      const bad = fresh.find(({ letters }) => /[fX]/.test(letters));
      if (bad) throw new Refusal(`${matrix}: ${bad.name}`, 'no fail and no xpass', `some. ${mend}`);
    }
  }
}

/** `667 pass, 48 skip`. */
function countsOf(list) {
  const counts = new Map();
  for (const status of list) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
}

/**
 * Results on real GPUs in docs/results, which may be of older sources.
 * @returns {{ file: string, name: string, device: string, sources?: string, date: string, cases: string }[]}
 */
export function gpuResults(root) {
  const home = join(root, 'docs/results');
  const files = existsSync(home) ? readdirSync(home).filter((file) => file.endsWith('.json')) : [];
  return files.flatMap((file) => {
    const { suite, backends } = readJson(join(home, file));
    if (suite === undefined) return []; // another measurement
    const inName = /\d{4}-\d\d-\d\d/.exec(file)?.[0] ?? 'no date';
    return backends.filter(isOnGpu).map(({ name, device, origin, cases }) => ({
      file: `docs/results/${file}`,
      name,
      device,
      sources: origin?.sources,
      date: origin?.date ?? inName,
      cases: countsOf(cases.map(({ status }) => status)),
    }));
  });
}

/** Devices in software say so. */
const isOnGpu = ({ name, device, status }) =>
  status === 'ran' && /gpu|webgl/i.test(`${name} ${device}`) && !/software|swiftshader|^cpu$/i.test(device);
