// The published matrix: keeps the results of these sources that runs left in report, report-upstream and report-browser in docs/results, in
// place of those before them, and writes the conformance package's matrix.json of all that is there. The site makes a page of it.
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram, say } from '@mosa-js/command';
import { mergeReports, packReport, parseReport, toTable } from '@mosa-js/conformance';
import { sourcesHash } from '../../../scripts/sources.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const app = join(repository, 'apps/conformance');
export const results = join(repository, 'docs/results');
export const packedFile = join(repository, 'packages/conformance/matrix.json');

/** All reports of this suite among the measurements in docs/results, merged. */
export function mergedResults() {
  const files = readdirSync(results).filter((file) => file.endsWith('.json'));
  const texts = files.map((file) => ({ file, text: readFileSync(join(results, file), 'utf8') }));
  const ofSuite = texts.filter(({ text }) => 'suite' in Object(JSON.parse(text)));
  const reports = ofSuite.map(({ file, text }) => ({ file, report: parseReport(text, file) }));
  return { files: reports.map(({ file }) => file), report: mergeReports(reports) };
}

/** What runs left: files, by the start of the names that they get. */
function freshFiles() {
  const here = `${process.platform}-${process.arch}`;
  const report = join(app, 'report');
  const nodes = existsSync(report) ? readdirSync(report).filter((file) => /^node-\d+\.json$/.test(file)) : [];
  const files = [
    [join(report, 'report.json'), () => `node-${here}`],
    [join(app, 'report-upstream/report.json'), () => `upstream-${here}`],
    ...nodes.map((file) => [join(report, file), () => `${basename(file, '.json')}-${here}`]),
    [
      join(app, 'report-browser/report.json'),
      ({ system }) => /^\w+ \d+/.exec(system)[0].toLowerCase().replace(' ', '-'),
    ],
  ];
  return files.filter(([file]) => existsSync(file));
}

function keepFresh() {
  const sources = sourcesHash(repository);
  for (const [file, stemOf] of freshFiles()) {
    const { backends } = parseReport(readFileSync(file, 'utf8'), file);
    const { origin } = backends[0] ?? {};
    if (origin?.sources !== sources) {
      say(`${file}: left aside, of other sources (${origin?.sources ?? 'not recorded'}) than these (${sources})`);
      continue;
    }
    const stem = stemOf(origin);
    const isBefore = (name) => name.startsWith(stem) && /^-\d{4}-\d\d-\d\d\.json$/.test(name.slice(stem.length));
    for (const name of readdirSync(results).filter(isBefore)) rmSync(join(results, name));
    copyFileSync(file, join(results, `${stem}-${origin.date}.json`));
    say(`docs/results/${stem}-${origin.date}.json: kept`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runProgram(async () => {
    keepFresh();
    const { report } = mergedResults();
    writeFileSync(packedFile, packReport(report));
    process.stdout.write(toTable(report));
    return 0;
  });
}
