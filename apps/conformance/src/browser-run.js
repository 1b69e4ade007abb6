// The suite in a headless browser: every backend that a page can have, each in a page and a worker of its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failures, isProblem, listCases, openReports, showProgress, suiteVersion, toTable } from '@mosa-js/conformance';
import { runInPage } from './browser-backend.js';
import { findChromium, NoChromium } from './browser-chromium.js';
import { backends, help, parseOptions, UsageError } from './browser-options.js';
import { serve } from './browser-server.js';
import { createSession } from './browser-session.js';

const app = fileURLToPath(new URL('..', import.meta.url));
const folder = join(app, 'report-browser');

async function main(commandLine) {
  const options = parseOptions(commandLine);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const { named, filter, json } = options;
  const ids = (await listCases({ filter })).map(({ id }) => id); // a wrong filter ends here, before a browser starts
  const browser = await findChromium(options.chromium);
  const html = { named, environment: '' };
  const writers = [await openReports({ html: folder, json: join(folder, 'report.json') }, html)];
  if (json !== undefined) writers.push(await openReports({ json }));

  const session = createSession(browser, options.gpu);
  const reports = await runAll(session, { ...options, ids });
  html.environment = `${session.version()}, headless · ${process.platform} ${process.arch} · GPU: ${options.gpu}`;
  if (reports === undefined) {
    process.stderr.write('conformance:browser: interrupted, nothing was written\n');
    return 130;
  }
  const report = { suite: suiteVersion, backends: reports };
  (json === '-' ? process.stderr : process.stdout).write(toTable(report, named));
  for (const write of writers) await write(report);
  process.stderr.write(`matrix: ${join(folder, 'index.html')}\n`);
  return failures(report, named).length === 0 ? 0 : 1;
}

/** @returns a report for each backend, or undefined if the user interrupted the run */
async function runAll(session, { named, filter, timeLimit, ids }) {
  const interrupted = new AbortController();
  const interrupt = () => {
    if (interrupted.signal.aborted) process.exit(130); // the browser is killed as this process exits
    interrupted.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupt);
  await session.start();
  const server = await serve(await builtPage());
  const progress = showProgress(process.stderr);
  const reports = [];
  try {
    for (const name of named.length > 0 ? named : backends) {
      const tell = (results, report) => {
        const problems = results.filter(({ status }) => isProblem(status)).length;
        progress.update({ backend: name, done: results.length, total: ids.length, problems, report });
      };
      const report = await runInPage(session, {
        name,
        ids,
        filter,
        timeLimit,
        address: server.address,
        signal: interrupted.signal,
        onProgress: ({ results }) => tell(results),
      });
      if (interrupted.signal.aborted) return undefined;
      reports.push(report);
      tell(report.cases, report);
    }
    return reports;
  } finally {
    progress.end();
    await session.close();
    await server.close();
  }
}

/** The folder of the page, built now where `npm run build` has not done so. */
async function builtPage() {
  const dist = join(app, 'dist');
  if (existsSync(join(dist, 'index.html'))) return dist;
  const { build } = await import('vite');
  await build({ configFile: join(app, 'vite.config.js'), logLevel: 'warn' });
  return dist;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof UsageError || error instanceof NoChromium || error?.name === 'MosaError';
  process.stderr.write(`conformance:browser: ${known ? error.message : (error?.stack ?? error)}\n`);
  process.exitCode = 1;
}
// Not before all is written. A browser that did not end by itself is killed as this process exits.
process.stdout.write('', () => process.exit());
