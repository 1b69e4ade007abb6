import type { LineSeriesOption } from 'echarts/charts';
import { setPlatformAPI } from 'echarts/core';

/** Of the legend, in pixels. */
export const itemWidth = 26;
export const itemGap = 14;
export const nameFont = 13;
/** Of the names along an axis. */
export const thingFont = 12;

/** Generous, for the wider of the fonts that a page may get. The library takes the height of a line from an ideograph. */
export function textWidth(text: string, fontSize: number): number {
  return [...text].reduce((sum, character) => sum + (character >= '\u2e80' ? 1 : 0.6) * fontSize, 0);
}

// Without a page the library takes text to be narrower than it is, and entries of a legend run into each other.
setPlatformAPI({
  measureText: (text, font) => ({ width: textWidth(text, Number.parseFloat(/[\d.]+(?=px)/.exec(font ?? '')?.[0] ?? '12')) }),
});

/** Text in lines of at most a width. */
export function wrapped(text: string, fontSize: number, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = [lines.at(-1)!, word].filter(Boolean).join(' ');
    if (textWidth(longer, fontSize) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.filter(Boolean);
}

/** Rows that a legend takes. */
export function rowsOf(names: readonly string[], width: number): number {
  let rows = 1;
  let used = 0;
  for (const name of names) {
    const needed = itemWidth + 5 + textWidth(name, nameFont) + itemGap;
    if (used > 0 && used + needed > width) {
      rows++;
      used = 0;
    }
    used += needed;
  }
  return rows;
}

/** Moves names at the ends of lines that would lie on each other: up and down from where they are, by as little as will do. */
export function apart(series: readonly LineSeriesOption[], pixelOf: (value: number) => number): LineSeriesOption[] {
  const wanted = series.map(({ endLabel, data }) => (endLabel ? pixelOf((data as [number, number][]).at(-1)![1]) : undefined));
  const order = wanted.flatMap((y, i) => (y === undefined ? [] : [{ i, y }])).sort((a, b) => a.y - b.y);
  const placed = order.map(({ y }) => y);
  for (let turn = 0; turn < 50; turn++) {
    for (let i = 1; i < placed.length; i++) {
      const missing = nameFont + 3 - (placed[i]! - placed[i - 1]!);
      if (missing <= 0) continue;
      placed[i - 1]! -= missing / 2;
      placed[i]! += missing / 2;
    }
  }
  const moved = new Map(order.map(({ i, y }, at) => [i, placed[at]! - y]));
  return series.map(({ endLabel }, i) => (moved.has(i) ? { endLabel: { ...endLabel, offset: [0, moved.get(i)!] } } : {}));
}
