// The suite in a headless browser: every backend that a page can have, each in a page and a worker of its own.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { doAll, fail, interruption, print, runProgram, say, standardError } from '@mosa-js/command';
import { failures, isProblem, listCases, openReports, showProgress, suiteVersion, toTable } from '@mosa-js/conformance';
import { sourcesHash } from '../../../scripts/sources.js';
import { runInBrowsers } from './browser-backends.js';
import { findChromium } from './browser-chromium.js';
import { backends, help, parseOptions } from './browser-options.js';
import { serve } from './browser-server.js';
import { createSession } from './browser-session.js';

const app = fileURLToPath(new URL('..', import.meta.url));
const folder = join(app, 'report-browser');

async function main(commandLine) {
  const options = parseOptions(commandLine[0] === 'help' ? commandLine.slice(1) : commandLine);
  if (options.help || commandLine[0] === 'help') return print(help);
  const { named, filter, json } = options;
  const ids = (await listCases({ filter })).map(({ id }) => id); // a wrong filter ends here, before a browser starts
  const html = { named, environment: '' };
  const writers = [await openReports({ html: folder, json: join(folder, 'report.json') }, html)];
  if (json !== undefined) writers.push(await openReports({ json }));
  const sources = sourcesHash(fileURLToPath(new URL('../../..', import.meta.url))); // those that run, whatever changes meanwhile
  const browser = await findChromium(options.chromium);
  const names = named.length > 0 ? named : backends;
  const atOnce = Math.min(2, availableParallelism(), names.length);
  const sessions = Array.from({ length: atOnce }, () => createSession(browser, options.gpu));
  const interrupted = interruption();
  const reports = await runAll(sessions, names, { ...options, ids, signal: interrupted.signal });
  const version = sessions[0].version();
  html.environment = `${version}, headless · ${process.platform} ${process.arch} · GPU: ${options.gpu}`;
  if (reports === undefined) {
    say('conformance:browser: interrupted, nothing was written');
    return interrupted.exitCode;
  }
  const origin = {
    sources,
    date: new Date().toISOString().slice(0, 10),
    system: `${version}, ${process.platform} ${process.arch}`,
  };
  const report = { suite: suiteVersion, backends: reports.map((backend) => ({ ...backend, origin })) };
  const table = toTable(report, named);
  if (json === '-') standardError.write(table);
  else print(table);
  await doAll(writers.map((write) => () => write(report)));
  say(`matrix: ${join(folder, 'index.html')}`);
  return failures(report, named).length === 0 ? 0 : 1;
}

/** @returns a report for each backend, or undefined if the user interrupted the run */
async function runAll(sessions, names, options) {
  await sessions[0].start(); // which says what is wrong with a browser that does not start
  const server = await serve(await builtPage());
  const progress = showProgress(standardError);
  const tell = (backend, results, report) => {
    const problems = results.filter(({ status }) => isProblem(status)).length;
    progress.update({ backend, done: results.length, total: options.ids.length, problems, report });
  };
  try {
    const reports = await runInBrowsers(sessions, names, { ...options, address: server.address, tell });
    return options.signal.aborted ? undefined : reports;
  } finally {
    progress.end();
    await Promise.all(sessions.map((session) => session.close()));
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

await runProgram(async (commandLine) => {
  try {
    return await main(commandLine);
  } catch (error) {
    return fail('conformance:browser', error); // a browser that did not end by itself is killed as this process exits
  }
});
