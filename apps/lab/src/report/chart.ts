import { LineChart, type LineSeriesOption, ScatterChart, type ScatterSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
  TitleComponent,
  type TitleComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

type ChartOption = ComposeOption<
  LineSeriesOption | ScatterSeriesOption | GridComponentOption | LegendComponentOption | TitleComponentOption
>;

export type Point = readonly [x: number, y: number];

/** A line of a chart, or its markers. Those of one name share an entry of the legend and a colour. */
export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
  readonly look: 'line' | 'dashed' | 'markers' | 'line and markers';
  /** Of markers, in pixels. Default 8. Different ones show through where points are equal. */
  readonly size?: number;
}

export interface Axis {
  /** With its unit. */
  readonly name: string;
  readonly scale?: 'linear' | 'log';
  /** Values to name on a logarithmic axis to the base 2. */
  readonly powersOf2?: boolean;
  readonly min?: number;
  readonly max?: number;
}

/** An axis of things instead of numbers: x counts them from 0. A line break in a name is one. */
export interface Things {
  readonly names: readonly string[];
}

export interface Chart {
  readonly title: string;
  readonly subtitle?: string;
  readonly x: Axis | Things;
  readonly y: Axis;
  readonly series: readonly Series[];
}

const width = 960;
const legendWidth = width - 60;
const itemWidth = 26;
const itemGap = 14;
const legendFont = 13;
const sides = { left: 84, right: 36 };
const thingFont = 12;
const thingLine = 14;

/** Generous, for the wider of the fonts that a page may get. The library takes the height of a line from an ideograph. */
function textWidth(text: string, fontSize: number): number {
  return [...text].reduce((sum, character) => sum + (character >= '\u2e80' ? 1 : 0.6) * fontSize, 0);
}

// Without a page the library takes text to be narrower than it is, and entries of a legend run into each other.
setPlatformAPI({
  measureText: (text, font) => ({ width: textWidth(text, Number.parseFloat(/[\d.]+(?=px)/.exec(font ?? '')?.[0] ?? '12')) }),
});
// Okabe and Ito's colours, which people with any colour vision tell apart, and darker ones for more lines.
const colors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#7a5195', '#8c6d31', '#637939'];
const dark = '#1f2933';
const faint = '#e4e7eb';

/** Of the legend: what is drawn. */
const icons: Readonly<Record<Series['look'], string | undefined>> = {
  line: 'path://M0 0h26v2.4h-26z',
  dashed: 'path://M0 0h6v2.4h-6z M10 0h6v2.4h-6z M20 0h6v2.4h-6z',
  markers: 'circle',
  'line and markers': undefined, // as the library draws it
};

/** A chart as an SVG element. */
export function renderChart(chart: Chart): string {
  const names = [...new Set(chart.series.map(({ name }) => name))];
  const lookOf = (name: string) => chart.series.find((series) => series.name === name)!.look;
  const legendRows = names.length > 1 ? rowsOf(names) : 0;
  const things = 'names' in chart.x ? wrapped(chart.x.names) : [];
  // Names of two lines have room below any chart.
  const below = Math.max(0, ...things.map((name) => thingLine * (name.split('\n').length - 2)));
  const height = 430 + 24 * legendRows + below;
  const top = chart.subtitle ? 80 : 56;
  const option: ChartOption = {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: 'system-ui, sans-serif', color: dark },
    title: {
      text: chart.title,
      subtext: chart.subtitle,
      left: 12,
      top: 8,
      textStyle: { fontSize: 17, fontWeight: 600, color: dark },
      subtextStyle: { fontSize: 13, color: '#52606d' },
    },
    legend: {
      show: names.length > 1,
      data: names.map((name) => ({ name, icon: icons[lookOf(name)] })),
      itemWidth,
      bottom: 6,
      left: 'center',
      width: legendWidth,
      itemGap,
      textStyle: { color: dark, fontSize: legendFont },
    },
    grid: { ...sides, top, bottom: 62 + 24 * legendRows + below },
    xAxis: 'names' in chart.x ? thingsAxis(things) : { ...axis(chart.x), nameGap: 32 },
    yAxis: { ...axis(chart.y), nameGap: 60 },
    series: chart.series.map((series) => seriesOption(series, colors[names.indexOf(series.name) % colors.length]!)),
  };
  const instance = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    instance.setOption(option);
    const label = chart.title.replace(/["&<]/g, '');
    return withoutHover(instance.renderToSVGString()).replace('<svg ', `<svg role="img" aria-label="${label}" `);
  } finally {
    instance.dispose();
  }
}

/** The library styles what the mouse is on, which says nothing in a picture. */
function withoutHover(svg: string): string {
  return svg.replace(/<style[\s\S]*?<\/style>/g, '').replace(/ class="zr[\w-]*"/g, '');
}

function axis({ name, scale = 'linear', powersOf2, min, max }: Axis) {
  return {
    type: scale === 'log' ? ('log' as const) : ('value' as const),
    ...(powersOf2 ? { logBase: 2 } : {}),
    name,
    nameLocation: 'middle' as const,
    nameTextStyle: { fontSize: 13, color: dark },
    scale: true,
    min,
    max,
    axisLine: { show: true, lineStyle: { color: '#7b8794' } },
    axisLabel: {
      color: dark,
      fontSize: 12,
      hideOverlap: true,
      ...(scale === 'log' && !powersOf2 ? { formatter: (value: number) => powerOf10(value) } : {}),
    },
    splitLine: { lineStyle: { color: faint } },
  };
}

/** Names of things that stand side by side, in lines that do not reach each other where they have hyphens. */
function wrapped(names: readonly string[]): string[] {
  const room = (width - sides.left - sides.right) / names.length - 6;
  const line = (text: string) => (textWidth(text, thingFont) <= room ? text : text.replaceAll('-', '-\n'));
  return names.map((name) => name.split('\n').map(line).join('\n'));
}

function thingsAxis(data: string[]) {
  return {
    type: 'category' as const,
    data,
    axisTick: { show: false },
    axisLine: { show: true, lineStyle: { color: '#7b8794' } },
    axisLabel: { color: dark, fontSize: thingFont, interval: 0 },
    splitLine: { show: true, lineStyle: { color: faint } },
  };
}

function seriesOption({ name, points, look, size = 8 }: Series, color: string): LineSeriesOption | ScatterSeriesOption {
  const data = points.map(([x, y]) => [x, y]);
  if (look === 'markers') return { type: 'scatter', name, data, symbolSize: size, itemStyle: { color, opacity: 1 } };
  const isDashed = look === 'dashed';
  return {
    type: 'line',
    name,
    data,
    showSymbol: look === 'line and markers',
    symbol: look === 'line and markers' ? 'circle' : 'none',
    symbolSize: size,
    itemStyle: { color },
    lineStyle: { color, width: isDashed ? 1.8 : 2, type: isDashed ? 'dashed' : 'solid' },
  };
}

/** 0.0001 → `10⁻⁴`; numbers between powers, as they are. */
function powerOf10(value: number): string {
  const power = Math.log10(value);
  if (Math.abs(power - Math.round(power)) > 1e-6) return `${value}`;
  return `10${[...`${Math.round(power)}`].map((digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('')}`;
}

/** Rows that a legend takes. */
function rowsOf(names: readonly string[]): number {
  let rows = 1;
  let used = 0;
  for (const name of names) {
    const needed = itemWidth + 5 + textWidth(name, legendFont) + itemGap;
    if (used > 0 && used + needed > legendWidth) {
      rows++;
      used = 0;
    }
    used += needed;
  }
  return rows;
}
