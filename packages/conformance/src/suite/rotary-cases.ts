import { hostTensor, type Shape } from '@mosa-js/core';
import { type ConformanceCase, groupOf } from './case';
import { type GraphCase, graphCase } from './graph-case';
import { joinedCases } from './joined-cases';
import { random } from './values';

interface RotarySpec {
  readonly x: Shape;
  readonly width: number;
  /** Shape of the positions. Default: a row's place. */
  readonly positions?: Shape;
  /** Rows of the table where there are positions. */
  readonly table?: number;
  readonly inverse?: boolean;
}

/** Rotary position embedding as an op, by the backend's kernel (if it has one) and by the decomposition. */
export function rotaryCases(): ConformanceCase[] {
  return joinedCases(specs.map(rotaryCase), ({ id }) => groupOf(id));
}

function rotaryCase({ x, width, positions, table = x.at(-2)!, inverse = false }: RotarySpec): GraphCase {
  const d = x.at(-1)!;
  return graphCase(
    `attention/rotary:x=[${x}];width=${width}${positions ? `;positions=[${positions}] of ${table}` : ''}${inverse ? ';inverse' : ''}`,
    () => ({
      x: random(x, 41),
      // As tables are: beyond the width nothing turns.
      ...tables(table, d, width),
      ...(positions ? { positions: random(positions, 42, 'int32', 0, table) } : {}),
    }),
    (ops, { x: rows, cos, sin, positions: at }) => ops.rotary(rows!, cos!, sin!, { width, inverse }, at),
    { alone: true },
  );
}

function tables(rows: number, d: number, width: number) {
  const angle = (i: number) => Math.floor(i / d) * 0.7 + ((i % d) % (width / 2)) * 0.3;
  const turns = (i: number) => i % d < width;
  const sign = (i: number) => (i % d < width / 2 ? -1 : 1);
  const all = Array.from({ length: rows * d }, (_, i) => i);
  return {
    cos: hostTensor(
      all.map((i) => (turns(i) ? Math.cos(angle(i)) : 1)),
      [rows, d],
    ),
    sin: hostTensor(
      all.map((i) => (turns(i) ? sign(i) * Math.sin(angle(i)) : 0)),
      [rows, d],
    ),
  };
}

const specs: readonly RotarySpec[] = [
  { x: [5, 8], width: 8 },
  { x: [2, 3, 7, 8], width: 4 },
  { x: [2, 17, 6], width: 4, inverse: true },
  { x: [3, 33, 64], width: 32, inverse: true },
  { x: [3, 33, 64], width: 64 },
  { x: [2, 3, 2], width: 2, positions: [3], table: 9 },
  { x: [2, 4, 3, 16], width: 8, positions: [4, 1], table: 70 },
  { x: [2, 3, 2, 5, 16], width: 16, positions: [3, 2, 5], table: 11, inverse: true },
  { x: [2, 3, 5, 10], width: 6, positions: [1, 1], table: 4 },
  { x: [3, 2, 5, 12], width: 10, positions: [3, 1, 5], table: 40, inverse: true },
];
