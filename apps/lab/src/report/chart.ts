import { LineChart, type LineSeriesOption, ScatterChart, type ScatterSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
  TitleComponent,
  type TitleComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { apart, itemGap, itemWidth, nameFont, rowsOf, textWidth, thingFont, wrapped } from './chart-names';

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
  /** In grey and without a name, for others to be compared with. */
  readonly faint?: boolean;
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

/** Things instead of numbers, below each other: x counts them from 0, and y lies across. */
export interface Things {
  readonly names: readonly string[];
}

export interface Chart {
  readonly title: string;
  readonly subtitle?: string;
  readonly x: Axis | Things;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Lines lie so close to each other that each is shown by itself, before the others. */
  readonly isClose?: boolean;
}

/** How a chart is drawn. In a page its title stands beside it; a narrow one has text of the same size as a wide one. */
export interface Form {
  readonly width: number;
  readonly height: number;
  readonly titled: boolean;
}

/** A picture by itself, and the same for narrow screens. */
export const alone: Form = { width: 640, height: 360, titled: true };
export const aloneNarrow: Form = { width: 340, height: 340, titled: true };
/** Names that have room at the ends of their lines; more are told apart in a panel each. */
export const mostDirectNames = 6;

// Okabe and Ito's colours, which people with any colour vision tell apart, and darker ones for more lines.
const colors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#7a5195', '#8c6d31', '#637939'];
const titleFont = 17;
const dark = '#1f2933';
const faint = '#e4e7eb';
const behind = '#b4bcc6';

/** Of the legend: what is drawn. */
const icons: Readonly<Record<Series['look'], string | undefined>> = {
  line: 'path://M0 0h26v2.4h-26z',
  dashed: 'path://M0 0h6v2.4h-6z M10 0h6v2.4h-6z M20 0h6v2.4h-6z',
  markers: 'circle',
  'line and markers': undefined, // as the library draws it
};

/** A chart as an SVG element. */
export function renderChart(chart: Chart, form = alone): string {
  const { width, titled } = form;
  const isNarrow = width < 600;
  const named = chart.series.filter(({ faint, points }) => !faint && points.length > 0);
  const names = [...new Set(named.map(({ name }) => name))];
  const lookOf = (name: string) => named.find((series) => series.name === name)!.look;
  const isDirect = !isNarrow && names.length > 1 && names.length <= mostDirectNames && named.every(({ look }) => look !== 'markers');
  const hasLegend = names.length > 1 && !isDirect;
  const legendRows = hasLegend ? rowsOf(names, width - 60) : 0;
  const things = 'names' in chart.x ? inLines(chart.x.names, isNarrow) : undefined;
  const room = isNarrow ? { left: 62, right: 16, gap: 42 } : { left: 84, right: 36, gap: 60 };
  const beside = isDirect ? Math.max(...names.map((name) => textWidth(name, nameFont))) : 0;
  const title = wrapped(chart.title, titleFont, width - 24);
  const subtitle = wrapped(chart.subtitle ?? '', nameFont, width - 24);
  const top = titled ? 38 + 22 * title.length + 18 * subtitle.length : 18;
  const inside = things?.height ?? form.height - (titled ? 78 : 18) - 62;
  const height = top + inside + 62 + 28 * legendRows;
  const option: ChartOption = {
    animation: false,
    backgroundColor: titled ? '#ffffff' : 'transparent',
    textStyle: { fontFamily: 'system-ui, sans-serif', color: dark },
    title: {
      show: titled,
      text: title.join('\n'),
      subtext: subtitle.join('\n'),
      left: 12,
      top: 8,
      textStyle: { fontSize: titleFont, fontWeight: 600, lineHeight: 22, color: dark },
      subtextStyle: { fontSize: nameFont, lineHeight: 18, color: '#52606d' },
    },
    legend: {
      show: hasLegend,
      data: names.map((name) => ({ name, icon: icons[lookOf(name)] })),
      itemWidth,
      bottom: 6,
      left: 'center',
      width: width - 60,
      itemGap,
      textStyle: { color: dark, fontSize: nameFont },
    },
    grid: { left: room.left, right: Math.max(room.right, beside + 14), top, bottom: 62 + 28 * legendRows },
    xAxis: 'names' in chart.x ? {} : { ...axis(chart.x, isNarrow), nameGap: 32 },
    yAxis: { ...axis(chart.y), nameGap: room.gap },
    series: chart.series.map((series) => {
      const color = colors[names.indexOf(series.name) % colors.length]!;
      const isLast = named.filter(({ name }) => name === series.name).at(-1) === series;
      return seriesOption(series, { color, at: names.indexOf(series.name), isNamed: isDirect && isLast });
    }),
  };
  const instance = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    instance.setOption(things ? lying(option, things) : option);
    if (isDirect) instance.setOption({ series: apart(option.series as LineSeriesOption[], (value) => instance.convertToPixel({ yAxisIndex: 0 }, value)) });
    const label = chart.title.replace(/["&<]/g, '');
    return withoutHover(instance.renderToSVGString()).replace('<svg ', `<svg role="img" aria-label="${label}" `);
  } finally {
    instance.dispose();
  }
}

interface InLines {
  readonly names: readonly string[];
  readonly width: number;
  /** Of all of them below each other. */
  readonly height: number;
}

function inLines(names: readonly string[], isNarrow: boolean): InLines {
  const width = isNarrow ? 138 : Math.max(...names.map((name) => textWidth(name, thingFont)));
  const lines = names.map((name) => wrapped(name, thingFont, width));
  const most = Math.max(...lines.map(({ length }) => length));
  return { names: lines.map((line) => line.join('\n')), width, height: (14 * most + 12) * names.length };
}

/** Things below each other, since their names have no room side by side. */
function lying(option: ChartOption, { names, width }: InLines): ChartOption {
  const { xAxis: _, yAxis, series, grid, ...rest } = option;
  return {
    ...rest,
    grid: { ...(grid as GridComponentOption), left: width + 12 },
    xAxis: { ...(yAxis as object), nameGap: 32 } as ChartOption['xAxis'],
    yAxis: { ...thingsAxis(names), inverse: true } as ChartOption['yAxis'],
    series: (series as ScatterSeriesOption[]).map((one) => ({
      ...one,
      data: (one.data as [number, number][]).map(([x, y]) => [y, x]),
    })),
  };
}

/** The library styles what the mouse is on, which says nothing in a picture. */
function withoutHover(svg: string): string {
  return svg.replace(/<style[\s\S]*?<\/style>/g, '').replace(/ class="zr[\w-]*"/g, '');
}

function axis({ name, scale = 'linear', powersOf2, min, max }: Axis, isNarrow = false) {
  return {
    type: scale === 'log' ? ('log' as const) : ('value' as const),
    ...(powersOf2 ? { logBase: 2 } : {}),
    name,
    nameLocation: 'middle' as const,
    nameTextStyle: { fontSize: 13, color: dark },
    scale: true,
    min,
    max,
    ...(isNarrow && scale === 'linear' ? { splitNumber: 3 } : {}),
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

function thingsAxis(names: readonly string[]) {
  return {
    type: 'category' as const,
    data: [...names],
    axisTick: { show: false },
    axisLine: { show: true, lineStyle: { color: '#7b8794' } },
    axisLabel: { color: dark, fontSize: thingFont, interval: 0 },
    splitLine: { show: true, lineStyle: { color: faint } },
  };
}

/** Lines that meet differ in more than colour. */
const symbols = ['circle', 'rect', 'triangle', 'diamond'];
const dashes = [
  [7, 4],
  [2, 3],
  [12, 4, 2, 4],
];

interface Look {
  readonly color: string;
  /** The place of its name among all. */
  readonly at: number;
  /** Whether its name stands at its end. */
  readonly isNamed: boolean;
}

function seriesOption(series: Series, { color: own, at, isNamed }: Look): LineSeriesOption | ScatterSeriesOption {
  const { name, points, look, size = 8, faint: isFaint } = series;
  const color = isFaint ? behind : own;
  const data = points.map(([x, y]) => [x, y]);
  if (look === 'markers') return { type: 'scatter', name, data, symbolSize: size, itemStyle: { color, opacity: 1 } };
  const isDashed = look === 'dashed';
  const hasMarkers = look === 'line and markers';
  return {
    type: 'line',
    name,
    data,
    showSymbol: hasMarkers,
    symbol: hasMarkers ? symbols[at % symbols.length]! : 'none',
    symbolSize: size,
    itemStyle: { color },
    lineStyle: { color, width: isFaint ? 1 : isDashed ? 1.8 : 2, type: isDashed ? dashes[at % dashes.length]! : 'solid' },
    ...(isNamed
      ? {
          endLabel: { show: true, formatter: name, color: dark, fontSize: nameFont, distance: 6 },
        }
      : {}),
  };
}

/** 0.0001 → `10⁻⁴`; numbers between powers, as they are. */
function powerOf10(value: number): string {
  const power = Math.log10(value);
  if (Math.abs(power - Math.round(power)) > 1e-6) return `${value}`;
  return `10${[...`${Math.round(power)}`].map((digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('')}`;
}
