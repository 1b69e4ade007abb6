import type { RunRecord } from '../run/record';
import { page } from './page';
import { aboutRuns, runParts, settingsPart } from './run-parts';

/** Runs as a page. */
export function reportPage(records: readonly RunRecord[], title: string): string {
  return page(title, aboutRuns(records), [...runParts(records), ...records.slice(0, 1).map(settingsPart)]);
}
