import { type Chart, mostDirectNames, renderChart, type Series } from './chart';
import { type Panel, type Part, panels } from './page';

const wide = { width: 960, height: 376, titled: false };
const narrow = { width: 340, height: 320, titled: false };
const panel = { width: 310, height: 230, titled: false };

/** Lines of a narrow chart, which has no room for names beside them. */
const mostNarrowLines = 3;

const isLine = ({ look }: Series) => look === 'line' || look === 'line and markers';

/** A chart of a page, drawn for wide and for narrow screens; more lines than can be told apart get a panel each. */
export function chartPart(chart: Chart): Part {
  const { title, subtitle, series, isClose } = chart;
  const names = [...new Set(series.filter(isLine).map(({ name }) => name))];
  const each = () => names.map((name): Panel => ({ name, svg: renderChart(one(chart, name), panel) }));
  if (isClose || names.length > mostDirectNames) {
    return { kind: 'panels', chart, title, subtitle: [subtitle, 'grey: all others'].filter(Boolean).join('; '), panels: each() };
  }
  const small = names.length > mostNarrowLines ? panels(each()) : renderChart(chart, narrow);
  return { kind: 'chart', chart, title, subtitle, wide: renderChart(chart, wide), narrow: small };
}

/** One line with its markers, all other lines in grey behind it, and what stands across. */
function one(chart: Chart, name: string): Chart {
  const others = chart.series.filter((series) => isLine(series) && series.name !== name);
  const own = chart.series.filter((series) => series.name === name || series.look === 'dashed');
  return {
    ...chart,
    title: `${chart.title}: ${name}`,
    series: [...others.map((series): Series => ({ ...series, look: 'line', faint: true })), ...own],
  };
}
