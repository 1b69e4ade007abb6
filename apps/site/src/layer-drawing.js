// What a layer of MoSA heads does, as a drawing: tokens along one way, heads along the other.

const tokens = ['The', 'cat', 'sat', 'on', 'the', 'mat', 'and', 'then', 'it', 'slept', 'all', 'day'];
const heads = [
  { color: '#0067a3', picks: [1, 5, 8, 11] },
  { color: '#b04e00', picks: [0, 2, 6, 9] },
  { color: '#00755a', picks: [0, 1, 3, 8] },
];
const title = 'A layer of MoSA heads';
const about =
  "Each head's router scores all tokens and keeps the best k. Only those attend to each other, each to itself and to those before it. " +
  'Each result, scaled by its score, is added back at its own position.';

/** Tokens side by side and lanes below each other on a wide screen; turned on a narrow one, where tokens stand below each other. */
export const forms = {
  wide: {
    ...{ width: 960, height: 470, isTurned: false },
    ...{ first: 136, step: 67, token: { width: 62, height: 30 }, lanes: [20, 92, 188, 284, 388] },
    names: ['tokens x', 'head 1', 'head 2', 'head 3', 'output y'],
    notes: ['', 'picks k = 4 of 12', 'picks k = 4 of 12', 'picks k = 4 of 12', 'sum of the heads'],
    lines: [
      'A router in each head picks the k tokens that matter to it. Only those attend to each other: arcs join each to those before.',
      'Results, scaled by the router’s score, are added at their own places. What no head picked gets 0 from this layer.',
    ],
    text: { x: 136, y: 442 },
  },
  narrow: {
    ...{ width: 340, height: 600, isTurned: true },
    ...{ first: 50, step: 36, token: { width: 50, height: 28 }, lanes: [2, 62, 134, 206, 286] },
    names: ['x', 'head 1', 'head 2', 'head 3', 'y'],
    notes: ['', 'picks 4', 'picks 4', 'picks 4', 'sum'],
    lines: [
      'A router in each head picks the k tokens that',
      'matter to it. Only those attend to each other:',
      'arcs join each to those before. Results, scaled',
      'by the router’s score, are added at their own',
      'places. What no head picked gets 0.',
    ],
    text: { x: 4, y: 508 },
  },
};

/** The drawing as SVG. */
export function layerDrawing(form) {
  const { width, height, isTurned, first, step, lanes, names, notes, lines, text } = form;
  const { width: w, height: h } = form.token;
  const along = (i) => first + i * step;
  const corner = (i, lane) => (isTurned ? [lanes[lane], along(i)] : [along(i), lanes[lane]]);
  const box = (i, lane, fill, edge, round = 5) => {
    const [x, y] = corner(i, lane);
    return `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${round}" fill="${fill}" stroke="${edge}"/>`;
  };
  const word = (i, lane, fill, what = tokens[i]) => {
    const [x, y] = corner(i, lane);
    return `<text x="${x + w / 2}" y="${y + h / 2 + 5}" text-anchor="middle" fill="${fill}">${what}</text>`;
  };
  const arc = (to, from, lane, color) => {
    const deep = (isTurned ? 6 : 16) + (isTurned ? 1.1 : 2.4) * (to - from);
    const edge = lanes[lane] + (isTurned ? w : h) + 1;
    const middle = (i) => along(i) + (isTurned ? h : w) / 2;
    const points = [
      [middle(to), edge],
      [middle(to), edge + deep],
      [middle(from), edge + deep],
      [middle(from), edge],
    ].map(([a, b]) => (isTurned ? `${round(b)},${a}` : `${a},${round(b)}`));
    return `<path d="M${points[0]} C${points.slice(1).join(' ')}" fill="none" stroke="${color}" stroke-width="1.6" opacity="0.8"/>`;
  };
  const name = (lane) => {
    const [x, y] = isTurned ? [lanes[lane] + 2, 18] : [12, lanes[lane] + 14];
    const note = `<text x="${x}" y="${y + 17}" fill="#555" font-size="12">${notes[lane]}</text>`;
    return `<text x="${x}" y="${y}" fill="#111" font-weight="600">${names[lane]}</text>${notes[lane] && note}`;
  };
  const all = tokens.map((_, i) => i);
  const output = (i) => {
    const from = heads.filter(({ picks }) => picks.includes(i));
    if (from.length === 0) return box(i, 4, '#ffffff', '#999') + word(i, 4, '#555', '0');
    const [x, y] = corner(i, 4);
    const part = w / from.length;
    const parts = from.map(
      ({ color }, at) => `<rect x="${x + at * part}" y="${y}" width="${part}" height="${h}" fill="${color}"/>`,
    );
    return parts.join('') + box(i, 4, 'none', '#444', 0) + word(i, 4, '#fff');
  };
  const parts = [
    ...names.map((_, lane) => name(lane)),
    ...all.map((i) => box(i, 0, '#f2f2f2', '#444') + word(i, 0, '#222')),
    ...heads.flatMap(({ color, picks }, at) => [
      ...all.map((i) =>
        picks.includes(i) ? box(i, at + 1, color, color) + word(i, at + 1, '#fff') : box(i, at + 1, '#fafafa', '#ccc'),
      ),
      ...picks.flatMap((to) => picks.filter((from) => from < to).map((from) => arc(to, from, at + 1, color))),
    ]),
    ...all.map(output),
    ...lines.map((line, at) => `<text x="${text.x}" y="${text.y + 20 * at}" fill="#333" font-size="13">${line}</text>`),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="14" role="img" aria-labelledby="t d">
<title id="t">${title}</title><desc id="d">${about}</desc>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`;
}

const round = (value) => Math.round(value * 100) / 100;
