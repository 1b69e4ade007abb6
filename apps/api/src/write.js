import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { announce, announcedFile, pendingChangesets, recorded } from './announced.js';
import { apiReport, packageName, publishedFolders, reportOf } from './report.js';

const reports = {};
for (const folder of publishedFolders()) {
  const report = apiReport(folder);
  mkdirSync(dirname(reportOf(folder)), { recursive: true });
  writeFileSync(reportOf(folder), report);
  console.log(reportOf(folder));
  reports[packageName(folder)] = report;
}
const { record, unannounced } = announce(reports, pendingChangesets(), recorded());
writeFileSync(announcedFile, `${JSON.stringify(record, null, 2)}\n`);
for (const name of unannounced)
  console.error(`${name}: its API changed; name it in a changeset (npm run changeset), then write again`);
process.exitCode = unannounced.length > 0 ? 1 : 0;
