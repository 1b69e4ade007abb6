// About as many units as a phone has CSS pixels; `style.js` makes text smaller where there is room.
const [width, height] = [360, 240];
const [left, right, top, bottom] = [56, 332, 10, 196];
/** So that labels of T do not touch each other. */
const maxLabels = 5;

/**
 * A log-log chart as SVG, over what its points have as x. Colours are classes, `s0` and on, for a page's style.
 * @param title what is drawn, with its unit
 * @param series [{ name, points: [[x, y]] }], all above 0; an empty series is left out
 * @returns undefined where there is nothing to draw
 */
export function chartOf(title, series) {
  const drawn = series.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return undefined;
  const all = drawn.flatMap(({ points }) => points);
  const x = axis(
    all.map(([value]) => value),
    2,
    left,
    right,
  );
  const y = axis(
    all.map(([, value]) => value),
    10,
    bottom,
    top,
  );
  const grid = [
    ...x.powers.map((value) => line(x.at(value), top, x.at(value), bottom)),
    ...x.labels.map((value) => text(x.at(value), bottom + 18, 'middle', short(value))),
    ...y.powers.map((value) => line(left, y.at(value), right, y.at(value))),
    ...y.labels.map((value) => text(left - 6, y.at(value) + 4, 'end', short(value))),
  ];
  const lines = drawn.map(({ name, points }, i) => {
    const places = points.map(([a, b]) => [x.at(a).toFixed(1), y.at(b).toFixed(1)]);
    const dots = points.map(([a, b], at) => {
      const [cx, cy] = places[at];
      return `<circle cx="${cx}" cy="${cy}" r="3"><title>${escaped(name)}: ${short(b)} at ${short(a)}</title></circle>`;
    });
    return `<g class="s${i % colours}"><polyline points="${places.map((place) => place.join()).join(' ')}"/>${dots.join('')}</g>`;
  });
  const named = `role="img" aria-label="${escaped(title)}"`;
  return `<svg viewBox="0 0 ${width} ${height}" ${named}>${grid.join('')}${lines.join('')}${text((left + right) / 2, height - 6, 'middle', 'T')}</svg>`;
}

/** Colours that a page's style names. */
export const colours = 6;

/** A scale by logarithm, as wide as whole powers of the base that hold all values, with a label at each or every few. */
function axis(values, base, from, to) {
  const log = (value) => Math.log(value) / Math.log(base);
  // Whole powers are not whole numbers as logarithms; a little beside them is meant.
  const low = Math.floor(log(Math.min(...values)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(log(Math.max(...values)) - 1e-9));
  const powers = Array.from({ length: high - low + 1 }, (_, i) => base ** (low + i));
  const every = Math.ceil((high - low) / (maxLabels - 1));
  return {
    powers,
    labels: powers.filter((_, i) => i % every === 0),
    at: (value) => from + ((log(value) - low) / (high - low)) * (to - from),
  };
}

const line = (x1, y1, x2, y2) =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}"/>`;
const text = (x, y, anchor, content) =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(content)}</text>`;

/** 1048576 → `1,048,576`, 0.001 → `0.001` */
function short(value) {
  return value.toLocaleString('en-US', { maximumSignificantDigits: value < 1000 ? 3 : 21 });
}

/** Text within HTML or an attribute of it. */
export function escaped(content) {
  const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return content.replace(/[&<>"]/g, (character) => names[character]);
}
