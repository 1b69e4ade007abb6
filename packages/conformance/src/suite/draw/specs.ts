import { largest, lowest, random } from '../values';
import { type DrawSpec, topPAt } from './spec';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
/** The largest float32 below 1. */
const almostOne = 1 - 2 ** -24;

const row = (length: number, seed: number) => random([length], seed, 'float32', -4, 4).data;
const equal = (length: number, value = 0.5) => new Float32Array(length).fill(value);

/** Some 20 likely tokens among many that are not, as a trained model has them. */
function likely(length: number, seed: number): Float32Array {
  const logits = random([length], seed, 'float32', -22, -18).data as Float32Array;
  for (let i = 0; i < 20; i++) logits[(i * 7919 + 13 * seed) % length] = 1.5 * Math.sin(i + seed);
  return logits;
}

export function drawSpecs(): DrawSpec[] {
  return [...smallSpecs(), ...keptSpecs(), ...oddSpecs(), ...longSpecs()];
}

function smallSpecs(): DrawSpec[] {
  const rows = [row(7, 1), row(7, 2), row(7, 3)];
  const ties = [[1, 2, 2, 0, 2, 1, 2]];
  const wanted = [{ rank: 0 }, { rank: 3 }, { rank: 6 }];
  const ranks = (all: readonly number[]) => all.map((rank) => ({ rank }));
  return [
    { name: 'one', rows: [[3], [-3]], options: { temperature: 1 }, wanted: [{ random: 0 }, { random: almostOne }] },
    {
      name: 'two',
      rows: [
        [1, 2],
        [2, 1],
      ],
      options: { temperature: 1 },
      wanted: ranks([1, 0]),
    },
    { name: 'seven', rows, options: { temperature: 1 }, wanted },
    { name: 'hot', rows, options: { temperature: 3 }, wanted },
    { name: 'cold', rows, options: { temperature: 0.6 }, wanted: ranks([0, 1, 2]) },
    { name: 'temperature=0', rows: [...rows, ...ties], options: { temperature: 0 } },
    { name: 'temperature=1e-30', rows, options: { temperature: 1e-30 }, wanted: rows.map(() => ({ random: 0.7 })) },
    { name: 'temperature=1e-42', rows, options: { temperature: 1e-42 }, wanted: rows.map(() => ({ random: 0.7 })) },
    { name: 'temperature=1e38', rows, options: { temperature: 1e38 }, wanted },
    { name: 'first', rows, options: { temperature: 1 }, wanted: rows.map(() => ({ random: 0 })) },
    { name: 'last', rows, options: { temperature: 3 }, wanted: rows.map(() => ({ random: almostOne })) },
    {
      name: 'ties',
      rows: Array.from({ length: 7 }, () => ties[0]!),
      options: { temperature: 1 },
      wanted: ranks([0, 1, 2, 3, 4, 5, 6]),
    },
    {
      name: 'signed-zero',
      rows: [
        [0, -0, 0, -0],
        [-0, 0, -1, 0],
      ],
      options: { temperature: 1 },
      wanted: ranks([1, 1]),
    },
    {
      name: 'far',
      rows: [
        [lowest, largest, 0],
        [lowest, lowest, lowest],
      ],
      options: { temperature: 1 },
      wanted: ranks([0, 2]),
    },
  ];
}

function keptSpecs(): DrawSpec[] {
  const ties = [2, 1, 2, 1, 1, 0, 1];
  const rows = [row(41, 4), row(41, 5)];
  const last = [{ random: almostOne }, { random: almostOne }];
  const of = (name: string, options: DrawSpec['options'], wanted: DrawSpec['wanted'] = last): DrawSpec => ({
    name,
    rows,
    options,
    wanted,
  });
  const tied = (name: string, options: DrawSpec['options'], rank: number): DrawSpec => ({
    name,
    rows: [ties, ties],
    options,
    wanted: [{ rank }, { random: almostOne }],
  });
  const both = { temperature: 1, topK: 5 };
  return [
    of('topK=1', { temperature: 1, topK: 1 }),
    of('topK=2', { temperature: 1, topK: 2 }),
    of('topK=5', both, [{ rank: 4 }, { rank: 2 }]),
    of('topK=40', { temperature: 4, topK: 40 }, [{ rank: 39 }, { random: almostOne }]),
    of('topK=41', { temperature: 4, topK: 41 }, [{ rank: 40 }, { rank: 20 }]),
    of('topK=1000', { temperature: 4, topK: 1000 }, [{ rank: 40 }, { rank: 20 }]),
    of('topP=1e-30', { temperature: 1, topP: 1e-30 }),
    of('topP=1', { temperature: 4, topP: 1 }, [{ rank: 40 }, { rank: 3 }]),
    ...[0, 3, 30].map((rank) => ({
      ...of(`topP;rank=${rank}`, { temperature: 2, topP: topPAt(rows[0]!, rank, 2) }),
      rows: [rows[0]!, rows[0]!],
      wanted: [{ random: almostOne }, { rank: Math.ceil(rank / 2) }],
    })),
    {
      ...of('topK=5;topP', { ...both, topP: topPAt(rows[0]!, 2, 1, 5) }),
      rows: [rows[0]!, rows[0]!],
      wanted: [{ random: almostOne }, { rank: 1 }],
    },
    tied('topK-ends-among-ties', { temperature: 1, topK: 4 }, 3),
    tied('topP-ends-among-ties', { temperature: 1, topP: topPAt(ties, 3, 1) }, 2),
    tied('topK-and-topP-end-among-ties', { temperature: 1, topK: 5, topP: topPAt(ties, 3, 1, 5) }, 3),
  ];
}

function oddSpecs(): DrawSpec[] {
  const some = [-inf, 1, -inf, 2, -inf];
  const odd = [
    [1, nan, 2],
    [1, 2, inf],
    [-inf, -inf, -inf],
    [nan, nan, -inf],
    [1, 3, 2],
  ];
  return [
    {
      name: 'minus-infinity',
      rows: [some, some],
      options: { temperature: 1 },
      wanted: [{ rank: 1 }, { random: almostOne }],
    },
    {
      name: 'minus-infinity;topK=4',
      rows: [some, some],
      options: { temperature: 1, topK: 4 },
      wanted: [{ rank: 1 }, { random: almostOne }],
    },
    {
      name: 'minus-infinity-and-lowest',
      rows: [[-inf, lowest, -inf, lowest]],
      options: { temperature: 1 },
      wanted: [{ rank: 1 }],
    },
    { name: 'not-finite', rows: odd, options: { temperature: 1 } },
    { name: 'not-finite;temperature=0', rows: odd, options: { temperature: 0 } },
    { name: 'not-finite;topK;topP', rows: odd, options: { temperature: 1, topK: 2, topP: 0.9 } },
  ];
}

function longSpecs(): DrawSpec[] {
  const prime = [likely(997, 1), likely(997, 2)];
  const long = likely(50_257, 3);
  const topP = topPAt(long, 8, 1, 40);
  return [
    { name: 'prime', rows: prime, options: { temperature: 1 }, wanted: [{ rank: 0 }, { rank: 12 }] },
    {
      name: '1000-equal',
      rows: [equal(1000), equal(1000), equal(1000)],
      options: { temperature: 1 },
      wanted: [{ rank: 999 }, { rank: 501 }, { rank: 0 }],
    },
    {
      name: '50257',
      rows: [long, equal(50_257)],
      options: { temperature: 1 },
      wanted: [{ rank: 7 }, { rank: 50_255 }],
    },
    { name: '50257;topK=40;topP', rows: [long], options: { temperature: 1, topK: 40, topP }, wanted: [{ rank: 6 }] },
  ];
}
