import { writeFileSync } from 'node:fs';
import { readOptions, usage } from './options.js';
import { selectBenchmark } from './select.js';
import { openSession, Refused } from './session.js';
import { toTable } from './table.js';

const options = readOptions(process.argv.slice(2));
if (options.help) {
  console.log(usage);
} else {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Refused) && error.code !== 'unavailable') throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

async function run() {
  const session = await openSession(options);
  try {
    const { device, library, clock } = session;
    const results = await selectBenchmark(session, options, (line) => console.error(line));
    console.log(toTable({ device, library, clock, runs: options.runs, results }));
    const { lengths, rows, k, runs, warmUp } = options;
    const asked = { lengths, rows, k, runs, warmUp };
    const report = { benchmark: 'select', date: new Date().toISOString(), device, library, clock, ...asked, results };
    if (options.json === '-') console.log(JSON.stringify(report, null, 2));
    else if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  } finally {
    await session.dispose();
  }
}
