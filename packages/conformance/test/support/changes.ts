import type { HostData } from '@mosa-js/core';
import type { Read } from './replayed-backend';

/** One way in which a result is wrong. */
export interface Change {
  readonly what: string;
  make(read: Read): HostData;
}

/** Errors that no honest rounding makes: so many bounds. */
const bounds = 64;
/** … and this share of the tensor's largest value. */
export const usualShare = 2 ** -20;
/** Of training runs, which are judged by stated tolerances: of several steps, rounding takes more than that. */
export const trainingShare = 2 ** -3;

/**
 * A change of one element (the first, the last, one that is 0, one that is not, and some between, in several rows), two rows
 * that changed places, and elements that are NaN. Each must make a case fail.
 */
export function changesOf(read: Read, share: number): Change[] {
  const { data, type } = read;
  const places = placesOf(read);
  const moved = places.map((at): Change => ({ what: `element ${at} moved`, make: (read) => movedAt(read, at, share) }));
  if (type.dtype !== 'float32') return [...moved, ...swapOf(read, share)];
  const nan = [0, data.length - 1].map(
    (at): Change => ({
      what: `element ${at} ${Number.isNaN(data[at]) ? 'is a number' : 'is NaN'}`,
      make: ({ data }) => replaced(data, at, Number.isNaN(data[at]) ? 5 : Number.NaN),
    }),
  );
  return [...moved, ...nan, ...swapOf(read, share)];
}

function placesOf({ data }: Read): number[] {
  const array = Array.from(data);
  const spread = [0.21, 0.43, 0.64, 0.87].map((share) => Math.floor(share * data.length));
  const found = [
    array.indexOf(0),
    array.findIndex((value) => value !== 0),
    array.lastIndexOf(0),
    array.findIndex((value) => !Number.isFinite(value)),
  ];
  return [...new Set([0, data.length - 1, ...spread, ...found])].filter((at) => at >= 0);
}

function stepAt({ bounds: own, type, largest }: Read, at: number, share: number): number {
  return type.dtype === 'float32' ? Math.max(bounds * own[at]!, share * largest, 2 ** -140) : 1;
}

function movedAt(read: Read, at: number, share: number): HostData {
  const value = read.data[at]!;
  if (read.type.dtype === 'bool') return replaced(read.data, at, 1 - value);
  if (!Number.isFinite(value)) return replaced(read.data, at, 5);
  return replaced(read.data, at, value + stepAt(read, at, share));
}

/** The first two rows of the last axis that differ by more than an error may be. */
function swapOf(read: Read, share: number): Change[] {
  const { data, type } = read;
  const width = type.shape.at(-1) ?? 1;
  const rows = data.length / width;
  for (let other = 1; other < Math.min(rows, 50); other++) {
    const differ = Array.from({ length: width }, (_, i) => i).some((i) => {
      const [a, b] = [data[i]!, data[other * width + i]!];
      return Math.abs(a - b) >= Math.max(stepAt(read, i, share), stepAt(read, other * width + i, share));
    });
    if (!differ) continue;
    const make = ({ data }: Read) => {
      const changed = data.slice();
      changed.set(data.subarray(other * width, (other + 1) * width), 0);
      changed.set(data.subarray(0, width), other * width);
      return changed;
    };
    return [{ what: `rows 0 and ${other} changed places`, make }];
  }
  return [];
}

function replaced(data: HostData, at: number, value: number): HostData {
  const changed = data.slice();
  changed[at] = value;
  return changed;
}
