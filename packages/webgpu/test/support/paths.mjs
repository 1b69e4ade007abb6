// For every code path of the kernels, the smallest ops that take it: [paths, inputs by name, what is computed].
const f = (...shape) => ({ shape, dtype: 'float32' });
const i = (...shape) => ({ shape, dtype: 'int32' });
const b = (...shape) => ({ shape, dtype: 'bool' });
const one = (dtype) => (dtype === 'float32' ? f : i);

const product = (M, N, K, transposeA, transposeB, ...lead) => [
  { a: transposeA ? f(...lead, K, M) : f(...lead, M, K), b: transposeB ? f(...lead, N, K) : f(...lead, K, N) },
  (ops, { a, b }) => ops.matMul(a, b, transposeA, transposeB),
];
const names = [
  ['A · B', false, false],
  ['A · Bᵀ', false, true],
  ['Aᵀ · B', true, false],
  ['Aᵀ · Bᵀ', true, true],
];

const fewProducts = [
  ...['across', 'along'].flatMap((way) =>
    [
      ['one by one', 5, 129],
      ['in vectors', 8, 132],
    ].flatMap(([how, N, K]) => [
      [`matMul: few rows, B ${way} K, ${how}`, ...product(3, N, K, false, way === 'along', 2)],
      [`matMul: few columns, A ${way} K, ${how}`, ...product(N, way === 'along' ? 3 : 1, K, way === 'across', true, 2)],
    ]),
  ),
  ['matMul: few rows that lie along K', ...product(8, 9, 128, false, false)],
  ['matMul: few rows that lie across K', ...product(5, 9, 128, true, true)],
  ['matMul: few columns that lie along K', ...product(9, 8, 128, false, true)],
  ['matMul: few columns that lie across K', ...product(9, 5, 128, true, false)],
];
const products = [
  ...names.flatMap(([name, transposeA, transposeB]) => [
    [`matMul: ${name}, a result for each invocation`, ...product(2, 3, 5, transposeA, transposeB)],
    [
      `matMul: ${name}, a result for each invocation, sum over K in parts`,
      ...product(2, 3, 16641, transposeA, transposeB),
    ],
  ]),
  ...[4, 1].flatMap((width) => {
    const [M, N, K] = width === 4 ? [36, 36, 20] : [33, 33, 17];
    return [
      [`matMul: tiles of A along K in vectors of ${width}`, ...product(M, N, K, false, false)],
      [`matMul: tiles of A across K in vectors of ${width}`, ...product(M, N, K, true, false)],
      [`matMul: tiles of B along K in vectors of ${width}`, ...product(M, N, K, false, true)],
      [`matMul: tiles of B across K in vectors of ${width}`, ...product(M, N, K, false, false)],
      [`matMul: tiles stored in vectors of ${width}`, ...product(M, N, K, false, false)],
    ];
  }),
  ['matMul: tiles of 64 × 64', ...product(32, 32, 16)],
  ['matMul: tiles of 64 × 64, sum over K in parts', ...product(32, 32, 512)],
  ['matMul: parts added one by one', ...product(3, 1, 16641)],
  ['matMul: parts added in vectors', ...product(2, 2, 16641)],
  ...fewProducts,
];
/** A product one of whose operands, or both, are rows [K, M] and so on of a matrix of `count` rows, by their numbers. */
const ofRows = (M, N, K, transposeA, transposeB, picks, count = 5) => {
  const shapes = { a: transposeA ? [K, M] : [M, K], b: transposeB ? [N, K] : [K, N] };
  const whole = ([, width], name) => (picks.includes(name) ? f(count, width) : undefined);
  const inputs = Object.entries(shapes).flatMap(([name, shape]) =>
    picks.includes(name)
      ? [
          [name, whole(shape, name)],
          [`rows_${name}`, i(shape[0])],
        ]
      : [[name, f(...shape)]],
  );
  return [
    Object.fromEntries(inputs),
    (ops, given) => {
      const operand = (name) => (picks.includes(name) ? ops.gather(given[name], given[`rows_${name}`]) : given[name]);
      return ops.matMul(operand('a'), operand('b'), transposeA, transposeB);
    },
  ];
};
const picked = [
  ['matMul: picked rows of A along K', ...ofRows(33, 36, 20, false, false, 'a')],
  ['matMul: picked rows of A across K', ...ofRows(36, 36, 20, true, false, 'a')],
  ['matMul: picked rows of B along K', ...ofRows(36, 33, 17, false, true, 'b')],
  ['matMul: picked rows of B across K', ...ofRows(36, 36, 20, false, false, 'ab')],
  ['gather: by who reads it', ...ofRows(36, 36, 20, false, false, 'a')],
];
/** A product times an operand that is repeated for rows of this width, less one of its own size. */
const then = (M, N, K, width = N) => [
  { ...product(M, N, K)[0], x: f(M, N), row: f(width) },
  (ops, { a, b, x, row }) => {
    const scaled = ops.mul(ops.reshape(ops.matMul(a, b), [(M * N) / width, width]), row);
    return ops.sub(ops.reshape(scaled, [M, N]), x);
  },
];
const continued = [
  ['matMul: in tiles, then elementwise ops, one by one', ...then(33, 33, 17)],
  ['matMul: in tiles, then elementwise ops, one by one', ...then(36, 36, 20, 6)],
  ['matMul: in tiles, then elementwise ops, in vectors', ...then(36, 36, 20)],
  ['matMul: a result for each invocation, then elementwise ops', ...then(4, 4, 5)],
  ['matMul: parts added, then elementwise ops, one by one', ...then(3, 3, 16641)],
  ['matMul: few, then elementwise ops, one by one', ...then(3, 5, 129)],
  ['matMul: few, then elementwise ops, one by one', ...then(6, 8, 128, 6)],
  ['matMul: few, then elementwise ops, in vectors', ...then(5, 8, 128)],
  ['matMul: parts added, then elementwise ops, in vectors', ...then(32, 32, 512)],
];
const inSoftware = [
  ['matMul: tiles of 32 × 64', ...product(8, 65, 16, false, false, 3)],
  ['matMul: tiles of 64 × 32', ...product(65, 8, 16, false, false, 3)],
  ['matMul: tiles of 128 × 128', ...product(65, 65, 16, false, false, 2)],
  ['matMul: tiles of 32 × 64, sum over K in parts', ...product(9, 65, 512, false, false, 2)],
  ['matMul: tiles of 64 × 32, sum over K in parts', ...product(65, 9, 512, false, false, 2)],
  ['matMul: tiles of 128 × 128, sum over K in parts', ...product(65, 65, 2048)],
];
const inHardware = [
  ['matMul: tiles of 32 × 64', ...product(8, 65, 16, false, false, 512)],
  ['matMul: tiles of 64 × 32', ...product(65, 8, 16, false, false, 512)],
  ['matMul: tiles of 128 × 128', ...product(65, 65, 16, false, false, 256)],
  ['matMul: tiles of 32 × 64, sum over K in parts', ...product(9, 65, 8192, false, false, 8)],
  ['matMul: tiles of 64 × 32, sum over K in parts', ...product(65, 9, 8192, false, false, 8)],
  ['matMul: tiles of 128 × 128, sum over K in parts', ...product(65, 65, 8192, false, false, 4)],
  ['dispatch: in several dimensions, a workgroup for each row', { x: i(65536, 65) }, (ops, { x }) => ops.sum(x, [1])],
];

const reductions = ['sum', 'max'].flatMap((kind) =>
  ['float32', 'int32'].flatMap((dtype) =>
    [
      ['an invocation', 3],
      ['64 lanes', 65],
      ['256 lanes', 4097],
    ].map(([who, width]) => [
      `${kind} of ${dtype}: ${who} for each row`,
      { x: one(dtype)(2, width) },
      (ops, { x }) => ops[kind](x, [1]),
    ]),
  ),
);
const columns = [
  ...['float32', 'int32'].flatMap((dtype) =>
    [
      ['an invocation for each, one by one', 2, 2, 3],
      ['an invocation for each, in vectors', 2, 2, 4],
      ['a workgroup for several, one by one', 2, 17, 35],
      ['a workgroup for several, in vectors', 2, 9, 8],
    ].map(([how, ...shape]) => [`sum of columns of ${dtype}: ${how}`, one(dtype)(...shape)]),
  ),
  ['sum of columns: rows in parts', f(2, 2049, 3)],
  ['sum of columns: rows in parts', i(1025, 36)],
].map(([path, x]) => [path, { x }, (ops, { x }) => ops.sum(x, [ops.typeOf(x).shape.length - 2])]);
const runningSums = ['float32', 'int32'].flatMap((dtype) =>
  [
    ['an invocation for each row', 3],
    ['one block', 33],
    ['several blocks', 257],
  ].map(([how, width]) => [
    `cumulativeSum of ${dtype}: ${how}`,
    { x: one(dtype)(2, width) },
    (ops, { x }) => ops.cumulativeSum(x),
  ]),
);
const softmaxes = [
  ['an invocation for each row', 3],
  ['64 lanes for each row, one by one', 33],
  ['64 lanes for each row, in vectors', 36],
  ['256 lanes for each row, one by one', 1025],
  ['256 lanes for each row, in vectors', 4100],
].map(([how, width]) => [`softmax: ${how}`, { x: f(2, width) }, (ops, { x }) => ops.softmax(x)]);

const select =
  (k) =>
  (ops, { x, valid }) =>
    ops.selectIndices(x, k, valid);
const selections = [
  ['select: an invocation for each row', { x: f(2, 5) }, select(2)],
  ['select: an invocation for each row, with valid', { x: f(2, 5), valid: b(5) }, select(2)],
  ...[
    [64, 33],
    [128, 1024],
    [256, 2048],
    [512, 4096],
    [1024, 8192],
  ].flatMap(([lanes, width]) => [
    [`select: ${lanes} lanes for each row`, { x: f(2, width) }, select(9)],
    [`select: ${lanes} lanes for each row, with valid`, { x: f(2, width), valid: b(2, 1) }, select(9)],
  ]),
  ['select: several blocks', { x: f(32769) }, select(9)],
];
const values = [
  ['topK: short rows', { x: f(2, 5) }, (ops, { x }) => ops.topKValues(x, 2)],
  ['topK: one block', { x: f(2, 33) }, (ops, { x }) => ops.topKValues(x, 2)],
  ['topK: several blocks', { x: f(2, 2049) }, (ops, { x }) => ops.topKValues(x, 2)],
];

const twos = (length) => new Array(length).fill(2);
const moves = [
  ['slice: a view', { x: f(130) }, (ops, { x }) => ops.exp(ops.slice(x, [64], [66]))],
  ['box: a copy', { x: f(130) }, (ops, { x }) => ops.exp(ops.slice(x, [63], [66]))],
  [
    'concat: a view',
    { x: f(128) },
    (ops, { x }) => {
      const half = (begin) => ops.reshape(ops.slice(x, [begin], [64]), [1, 64]);
      return ops.concat([half(0), half(64)], 0);
    },
  ],
  ['concat: made in place', { x: f(64) }, (ops, { x }) => ops.concat([ops.neg(x), ops.softmax(x)], 0)],
  ['concat: all in one, one by one', { x: f(63) }, (ops, { x }) => ops.concat([x, ops.slice(x, [1], [9])], 0)],
  ['concat: all in one, in vectors', { x: f(3, 8) }, (ops, { x }) => ops.concat([ops.slice(x, [0, 4], [3, 4]), x], 1)],
  [
    // Two views that begin at one place, the shorter one last and first.
    'concat: all in one, in vectors',
    { x: f(4, 64) },
    (ops, { x }) => {
      const first = ops.slice(x, [0, 0], [2, 64]);
      return ops.concat([ops.concat([x, first], 0), ops.concat([first, x], 0)], 0);
    },
  ],
  ['concat: a copy', { x: f(64) }, (ops, { x }) => ops.concat([x, ops.neg(x)], 0)],
  ['copy: along up to 4 axes, one by one', { x: f(2, 3) }, (ops, { x }) => ops.transpose(x, [1, 0])],
  ['copy: along up to 4 axes, in vectors', { x: f(2, 3, 4) }, (ops, { x }) => ops.transpose(x, [1, 0, 2])],
  ['copy: along more than 4 axes, one by one', { x: i(...twos(5)) }, (ops, { x }) => ops.transpose(x, [4, 3, 2, 1, 0])],
  [
    'copy: along more than 4 axes, in vectors',
    { x: i(...twos(4), 4) },
    (ops, { x }) => ops.transpose(x, [3, 2, 1, 0, 4]),
  ],
  ['sum, max: of one element each, a view', { x: f(2, 1, 3) }, (ops, { x }) => ops.softmax(ops.sum(x, [1]))],
  ['cumulativeSum of one element each: a view', { x: f(3, 1) }, (ops, { x }) => ops.softmax(ops.cumulativeSum(x))],
  ['transpose: a view', { x: f(2, 1, 3) }, (ops, { x }) => ops.neg(ops.transpose(x, [1, 0, 2]))],
  ['transpose: tiles of 32 × 32', { x: f(2, 33, 17) }, (ops, { x }) => ops.transpose(x, [0, 2, 1])],
  ['gather: one by one', { x: f(4, 3), i: i(5) }, (ops, { x, i }) => ops.gather(x, i)],
  ['gather: in vectors', { x: f(4, 4), i: i(5) }, (ops, { x, i }) => ops.gather(x, i)],
  ['setRows: one by one', { x: f(4, 3), i: i(2), v: f(2, 3) }, (ops, { x, i, v }) => ops.setRows(x, i, v)],
  ['setRows: few rows', { x: f(4, 3), i: i(64), v: f(64, 3) }, (ops, { x, i, v }) => ops.setRows(x, i, v)],
  ['setRows: many rows', { x: f(4, 3), i: i(65), v: f(65, 3) }, (ops, { x, i, v }) => ops.setRows(x, i, v)],
  ['setRows: in vectors', { x: f(4, 4), i: i(2), v: f(2, 4) }, (ops, { x, i, v }) => ops.setRows(x, i, v)],
  ...[64, 65].map((count) => [
    'setRows: values where they lie',
    { x: i(4, 3), i: i(count), v: i(count, 2, 3) },
    (ops, { x, i, v }) => ops.setRows(x, i, ops.reshape(ops.slice(v, [0, 1, 0], [count, 1, 3]), [count, 3])),
    ...(count === 64 ? [] : ['x']),
  ]),
  ['scatterAdd of few: one by one', { u: f(64, 3), i: i(64) }, (ops, { u, i }) => ops.scatterAdd(i, u, 4)],
  ['scatterAdd of few: in vectors', { u: i(5, 4), i: i(5) }, (ops, { u, i }) => ops.scatterAdd(i, u, 4)],
  ['scatterAdd of int32', { u: i(65, 3), i: i(65) }, (ops, { u, i }) => ops.scatterAdd(i, u, 4)],
  ['scatterAdd of float32: one by one', { u: f(65, 3), i: i(65) }, (ops, { u, i }) => ops.scatterAdd(i, u, 4)],
  ['scatterAdd of float32: in vectors', { u: f(65, 4), i: i(65) }, (ops, { u, i }) => ops.scatterAdd(i, u, 4)],
  [
    'scatterAdd of float32: more updates than a list may have',
    { u: f(4097, 1), i: i(4097) },
    (ops, { u, i }) => ops.scatterAdd(i, u, 1),
  ],
];

const add = (ops, { x, y }) => ops.add(x, y);
const elementwise = [
  ['elementwise: one op, one by one', { x: f(3) }, (ops, { x }) => ops.neg(x)],
  ['elementwise: one op, in vectors', { x: f(4) }, (ops, { x }) => ops.neg(x)],
  ['elementwise: several ops, one by one', { x: f(3) }, (ops, { x }) => ops.neg(ops.add(x, x))],
  ['elementwise: several ops, in vectors', { x: f(4) }, (ops, { x }) => ops.neg(ops.add(x, x))],
  ['elementwise: an operand of one element, one by one', { x: f(3), y: f() }, add],
  ['elementwise: an operand of one element, in vectors', { x: f(4), y: f() }, add],
  ['elementwise: an operand repeated, one by one', { x: f(2, 3), y: f(3) }, add],
  ['elementwise: an operand repeated, four neighbours in a vector', { x: f(2, 4), y: f(4) }, add],
  ['elementwise: an operand repeated, one element in a vector', { x: f(2, 4), y: f(2, 1) }, add],
  ['elementwise: an operand repeated along more than 4 axes', { x: f(...twos(5)), y: f(2, 1, 2, 1, 2) }, add],
];

const shared = (ops, { x }) => ops.sub(x, ops.sum(x, [1], true));
const inRows = [
  ['rows: a part of 64 lanes for each row, one by one', { x: f(2, 3) }, shared],
  ['rows: a part of 64 lanes for each row, in vectors', { x: f(2, 4) }, shared],
  ['rows: 64 lanes for each row, one by one', { x: f(2, 65) }, shared],
  ['rows: 64 lanes for each row, in vectors', { x: f(2, 256) }, shared],
  ['rows: 256 lanes for each row, one by one', { x: f(1, 257) }, shared],
  ['rows: 256 lanes for each row, in vectors', { x: f(1, 1024) }, shared],
  ['rows: in parts, one by one', { x: f(4097) }, (ops, { x }) => ops.sum(ops.mul(x, x), [0])],
  ['rows: in parts, in vectors', { x: f(2, 4100) }, (ops, { x }) => ops.sum(ops.mul(x, x), [1])],
  ['rows: an operand of one element a row', { x: f(2, 3), y: f(2, 1) }, (ops, { x, y }) => ops.sum(ops.mul(x, y), [1])],
];

const rest = [
  ['dispatch: in one dimension', { x: f(3) }, (ops, { x }) => ops.neg(x)],
  [
    'dispatch: in several dimensions, an invocation for each element',
    { x: i(64 * 65535 + 1) },
    (ops, { x }) => ops.neg(x),
  ],
  ['sum, max: over axes that are moved to the end', { x: f(2, 3) }, (ops, { x }) => ops.max(x, [0])],
  ['sum, max: over axes that are moved to the end', { x: f(2, 3, 4) }, (ops, { x }) => ops.sum(x, [0, 2])],
  ['sum: everything in parts, in vectors', { x: f(524288) }, (ops, { x }) => ops.sum(x, [0])],
  ['sum: everything in parts, one by one', { x: f(524289) }, (ops, { x }) => ops.sum(x, [0])],
];

/** 2 heads and a row, of the given tokens; entries at positions 0 and 2 of three in a state. */
const causal = (tokens, { state = false, valid = false, capacity = 3 } = {}) => [
  {
    logits: f(2, 1, tokens),
    threshold: f(2),
    ...(state ? { held: f(2, 1, 3) } : {}),
    ...(valid ? { valid: b(1, tokens) } : {}),
  },
  (ops, { logits, threshold, held, valid }) => {
    const ints = (data, shape) => ops.constant(Int32Array.from(data), shape, 'int32');
    const before = held && {
      start: ints([5], [1]),
      logits: held,
      positions: ints([0, -1, 2, 4, 1, -1], [2, 1, 3]),
      admitted: ints([1, 0], [2, 1]),
    };
    const options = { ...(capacity ? { capacity } : {}), slots: { count: 2, block: 4 } };
    return ops.causalSelect(logits, threshold, options, { valid, ...(before ? { state: before } : {}) });
  },
];
const draws = [
  ['draw token: by digits of keys', { x: f(2, 300), r: f(2), s: f(3) }, (ops, { x, r, s }) => ops.drawToken(x, r, s)],
];
const causals = [
  ['causal select: from the start', ...causal(9)],
  ['causal select: from the start, with valid', ...causal(9, { valid: true })],
  ['causal select: from a state', ...causal(9, { state: true })],
  ['causal select: from a state, with valid', ...causal(9, { state: true, valid: true })],
  ['causal select: several blocks of tokens', ...causal(70)],
  ['causal select: from primitives', ...causal(9, { capacity: 0 })],
];

/** Attention of heads of M queries and N keys: by itself, and its gradient. */
const attending = ({ causal = false, mask, width = 4, valueWidth = 4, M = 17, N = causal ? 17 : 19, heads = 2 }) => {
  const inputs = {
    q: f(heads, M, width),
    k: f(heads, N, width),
    v: f(heads, N, valueWidth),
    ...(mask ? { mask: b(...mask) } : {}),
  };
  const options = { scale: 0.5, causal };
  const gradient = [
    { ...inputs, dy: f(2, M, valueWidth) },
    (ops, { dy, q, k, v, mask }) => ops.attentionGradient(dy, q, k, v, options, mask),
  ];
  return { attention: [inputs, (ops, { q, k, v, mask }) => ops.attention(q, k, v, options, mask)], gradient };
};
const few = (shape) => attending({ M: 3, ...shape }).attention;
const attentionsOfFew = [
  ['attention of few queries: causal', ...few({ causal: true, N: 3 })],
  ['attention of few queries: causal, with a mask', ...few({ causal: true, N: 3, mask: [2, 3, 3] })],
  ['attention of few queries: full', ...few({ N: 259 })],
  ['attention of few queries: full, with a mask', ...few({ mask: [2, 1, 19] })],
  ['attention of few queries: rows in vectors', ...few({ width: 8, valueWidth: 7 })],
  ['attention of few queries: rows one by one', ...few({ width: 5, valueWidth: 65 })],
  ['attention of few queries: a workgroup for each', ...few({ N: 1023 })],
  ['attention of few queries: several workgroups for each', ...few({ M: 1, N: 1024, heads: 1 })],
];
const rotary = (d, width, positions) => [
  { x: f(3, 5, d), cos: f(5, d), sin: f(5, d), ...(positions ? { i: i(3, 1) } : {}) },
  (ops, { x, cos, sin, i }) => ops.rotary(x, cos, sin, { width }, i),
];
const rotations = [
  ['rotary: rows one after another', ...rotary(4, 4, false)],
  [
    'rotary: rows where they lie',
    { x: f(5, 3, 8), cos: f(5, 8), sin: f(5, 8) },
    (ops, { x, cos, sin }) => ops.rotary(ops.transpose(x, [1, 0, 2]), cos, sin, { width: 8 }),
  ],
  ['rotary: by place, in vectors', ...rotary(16, 8, false)],
  ['rotary: by place, one by one', ...rotary(6, 4, false)],
  ['rotary: by positions, in vectors', ...rotary(8, 8, true)],
  ['rotary: by positions, one by one', ...rotary(8, 4, true)],
];
const attentions = [
  ['causal', { causal: true }],
  ['causal, with a mask', { causal: true, mask: [2, 1, 17] }],
  ['full', {}],
  ['full, with a mask', { mask: [17, 1] }],
  ['rows in vectors', {}],
  ['rows one by one', { width: 5, valueWidth: 3, N: 65 }],
  ['rows of several tiles', { width: 66, valueWidth: 68, M: 65 }],
  ['32 positions, several sequences a tile', { causal: true, M: 32, N: 32 }],
  ['16 positions, several sequences a tile', { M: 16, N: 16 }],
].flatMap(([path, shape]) => {
  const { attention, gradient } = attending(shape);
  return [
    [`attention: ${path}`, ...attention],
    [`attention gradient: ${path}`, ...gradient],
  ];
});

/** @param isSoftware whether the device is one that computes in software, where other plans are made */
/** Two sums of the same operands, each read by a softmax, which no group takes in. */
const several = [
  [
    'elementwise: several results',
    { x: f(4, 8), z: f(4, 8) },
    (ops, { x, z }) => {
      const [sum, product] = [ops.add(x, z), ops.mul(x, z)];
      return ops.matMul(ops.softmax(sum), ops.softmax(product), false, true);
    },
  ],
  [
    'elementwise: several results',
    { x: f(3), z: f(3) },
    (ops, { x, z }) => ops.concat([ops.cast(ops.greater(x, z), 'float32'), ops.sub(x, z)], 0),
  ],
];

/** The fourth says what is carried on: by name as the one result, or results by names. */
const carried = [
  ['carried in place: by who reads it last', { x: f(8), z: f(8) }, (ops, { x, z }) => ops.sub(z, x), 'x'],
  ['carried in place: by who reads it last', { x: f(3), z: f(3) }, (ops, { x, z }) => ops.mul(x, ops.add(x, z)), 'x'],
  [
    'carried in place: by who reads it last',
    { x: f(5, 4), i: i(3), v: f(3, 4) },
    (ops, { x, i, v }) => ops.setRows(x, i, v),
    'x',
  ],
  [
    'carried in place: by who reads it last',
    { x: f(4, 4), z: f(4, 4) },
    (ops, { x, z }) => ops.sub(x, ops.matMul(z, z)),
    'x',
  ],
  [
    'carried in place: by who reads it last',
    { x: f(1, 3), z: f(1, 258), w: f(258, 3) },
    (ops, { x, z, w }) => ops.mul(ops.matMul(z, w), x),
    'x',
  ],
  ['carried in place: after its last reader', { x: f(4, 4) }, (ops, { x }) => ops.softmax(ops.matMul(x, x)), 'x'],
  [
    'setRows: several tensors at once',
    { x: f(5, 4), z: i(7), v: f(3, 4), w: i(3), i: i(3) },
    (ops, { x, z, v, w, i }) => ({ y: ops.setRows(x, i, v), u: ops.setRows(z, i, w) }),
    { x: 'y', z: 'u' },
  ],
];

/** Rows of a weight in 16 bits, and rows of what is carried in them, which any kernel reads and writes in one of these ways. */
const halves = ['float16', 'bfloat16'].flatMap((format) =>
  [
    ['one by one', 5],
    ['in vectors', 8],
  ].flatMap(([how, width]) => [
    {
      ...{ path: `${format}: read ${how}`, inputs: { i: i(3), w: f(4, width) }, carry: {}, halves: { w: format } },
      build: (ops, { i, w }) => ({ y: ops.gather(w, i) }),
    },
    {
      ...{ path: `${format}: written ${how}`, inputs: { i: i(3), x: f(4, width), v: f(3, width) } },
      ...{ carry: { x: 'next' }, formats: { x: format } },
      build: (ops, { i, x, v }) => ({ next: ops.setRows(x, i, v) }),
    },
  ]),
);

export function casesOfPaths(isSoftware) {
  const own = isSoftware ? inSoftware : inHardware;
  const all = [
    ...[
      ...products,
      ...picked,
      ...continued,
      ...own,
      ...reductions,
      ...columns,
      ...runningSums,
      ...softmaxes,
      ...selections,
      ...values,
      ...moves,
    ],
    ...[
      ...causals,
      ...draws,
      ...attentions,
      ...attentionsOfFew,
      ...rotations,
      ...elementwise,
      ...inRows,
      ...several,
      ...rest,
      ...carried,
    ],
  ].map(([path, inputs, build, carry]) => ({
    ...{ path, inputs, carry: typeof carry === 'string' ? { [carry]: 'y' } : (carry ?? {}) },
    build: typeof carry === 'object' ? build : (ops, given) => ({ y: build(ops, given) }),
  }));
  return [...all, ...halves];
}
