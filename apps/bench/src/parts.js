import { columns, grouped } from '@mosa-js/command/format';
import { anyLayer } from './any-layer.js';
import { describe } from './describe.js';
import { median } from './median.js';

/**
 * Where the GPU's time of a row goes: what layers that are alike do is one part. The longest first.
 * @param profiles parts that `program.profile` told, a list each round
 * @returns [{ op, kernel, scope, dispatches, milliseconds, bytes }]: of one run; milliseconds are medians over the rounds
 */
export function partsOf(profiles) {
  const rounds = profiles.map(ofAnyLayer);
  const parts = [...(rounds[0] ?? new Map())].map(([key, part]) => ({
    ...part,
    milliseconds: median(rounds.map((round) => round.get(key)?.milliseconds ?? 0)),
  }));
  return parts.sort((a, b) => b.milliseconds - a.milliseconds);
}

function ofAnyLayer(parts) {
  const sums = new Map();
  for (const { op, kernel, scope, dispatches, milliseconds, bytes } of parts) {
    const where = anyLayer(scope);
    const key = JSON.stringify([op, kernel, where]);
    const sum = sums.get(key) ?? { op, kernel, scope: where, dispatches: 0, milliseconds: 0, bytes: 0 };
    sum.dispatches += dispatches;
    sum.milliseconds += milliseconds;
    sum.bytes += bytes;
    sums.set(key, sum);
  }
  return sums;
}

/** Parts of every row that has some, as text. */
export function partsText(rows) {
  const tables = rows.filter(({ parts }) => parts?.length > 0).map((row) => `${describe(row)}\n${tableOf(row.parts)}`);
  return tables.map((table) => `\n${table}`).join('\n');
}

function tableOf(parts) {
  const total = parts.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const body = parts.map(({ op, kernel, scope, dispatches, milliseconds, bytes }) => [
    [op, kernel, scope].filter((word) => word !== '').join('  '),
    milliseconds.toFixed(3),
    `${((100 * milliseconds) / total).toFixed(1)} %`,
    grouped(dispatches),
    milliseconds > 0 && bytes > 0 ? grouped(Math.round(bytes / 1e6 / milliseconds)) : '–',
  ]);
  return columns(['part', 'GPU ms', 'share', 'dispatches', 'GB/s'], body);
}
