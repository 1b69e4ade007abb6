// All backends of a run, as many at a time as there are browsers.
import { runInPage } from './browser-backend.js';

/** On a GPU in software: the longest first, so that none is left to run alone at the end. In WebGL nearly every shape is a shader of its own. */
const longest = ['tfjs-webgl', 'tfjs-webgpu', 'onnxruntime-web-webgpu', 'webgpu'];
const rank = (name) => (longest.includes(name) ? longest.indexOf(name) : longest.length);

/**
 * Runs each backend in a page of its own. Each session has a browser of its own: pages of one browser share the process that compiles
 * their shaders, on one core.
 * @param options filter, ids, timeLimit, address, signal, tell(name, results, report)
 * @returns reports in the order of the names; those that an abort left out are missing
 */
export async function runInBrowsers(sessions, names, { tell, ...options }) {
  const reports = [];
  const waiting = [...names.entries()].sort(([, a], [, b]) => rank(a) - rank(b));

  async function work(session) {
    for (let next = waiting.shift(); next !== undefined && !options.signal.aborted; next = waiting.shift()) {
      const [index, name] = next;
      const onProgress = ({ results }) => tell(name, results);
      const report = await runInPage(session, { ...options, name, onProgress });
      if (options.signal.aborted) return;
      reports[index] = report;
      tell(name, report.cases, report);
    }
  }

  await Promise.all(sessions.map(work));
  return reports;
}
