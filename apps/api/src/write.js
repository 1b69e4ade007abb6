import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { apiReport, publishedFolders, reportOf } from './report.js';

for (const folder of publishedFolders()) {
  mkdirSync(dirname(reportOf(folder)), { recursive: true });
  writeFileSync(reportOf(folder), apiReport(folder));
  console.log(reportOf(folder));
}
