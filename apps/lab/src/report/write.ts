import { dirname } from 'node:path';
import type { RunRecord } from '../run/record';
import { makeFolder, writeWhole } from '../run/store';
import { page } from './page';
import { aboutRuns, runParts, settingsPart } from './run-parts';

/** Runs as a page. @throws MosaError `output` */
export function writeReport(records: readonly RunRecord[], path: string, title: string): void {
  writePage(path, page(title, aboutRuns(records), [...runParts(records), ...records.slice(0, 1).map(settingsPart)]));
}

/** @throws MosaError `output` */
export function writePage(path: string, html: string): void {
  makeFolder(dirname(path));
  writeWhole(path, html);
}
