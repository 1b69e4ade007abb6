import { fail, openJson, print, runProgram, say, standardError } from '@mosa-js/command';
import { readOptions, usage } from './options.js';
import { toTable } from './table.js';

await runProgram(async (commandLine) => {
  try {
    const isHelp = commandLine[0] === 'help';
    const options = readOptions(isHelp ? commandLine.slice(1) : commandLine);
    if (isHelp || options.help) return print(usage);
    await run(options);
    return 0;
  } catch (error) {
    return fail('bench', error);
  }
});

async function run(options) {
  const { lengths, rows, k, runs, warmUp, json } = options;
  const output = json === undefined ? undefined : await openJson(json); // a bad path costs no minutes
  // Not before: they load the libraries.
  const { openSession } = await import('./session.js');
  const { selectBenchmark } = await import('./select.js');
  const session = await openSession(options);
  try {
    const { device, library, clock } = session;
    const results = await selectBenchmark(session, options, say);
    const table = `${toTable({ device, library, clock, runs, results })}\n`;
    if (json === '-') standardError.write(table);
    else print(table);
    const asked = { lengths, rows, k, runs, warmUp };
    const report = { benchmark: 'select', date: new Date().toISOString(), device, library, clock, ...asked, results };
    await output?.write(`${JSON.stringify(report, null, 2)}\n`);
  } finally {
    await session.dispose();
  }
}
