import { grouped, size } from '@mosa-js/command/format';
import { anyLayer } from './any-layer.js';
import { describe } from './describe.js';
import { fold } from './fold.js';

/** What `explain` found, as text. */
export function toText({ benchmark, about, rows }) {
  const buffers = about.limits.maxStorageBuffersPerShaderStage;
  const device = about.device ?? 'the limits that every device has, since there is no GPU here';
  const head = `${benchmark} on ${device}: ${buffers} storage buffers a program`;
  const of = ({ programs, ...labels }) => [describe(labels), ...programs.flatMap(programLines)].join('\n');
  return [head, ...rows.map(of)].join('\n\n');
}

function programLines({ ops, dispatches, steps }) {
  const shown = steps.filter((step) => step.dispatches > 0);
  const widths = ['op', 'scope'].map((field) => Math.max(0, ...shown.map((step) => step[field].length)));
  const inside = shown.reduce((sum, step) => sum + step.ops.length, 0);
  return [
    ...fold(shown.map(keyOf)).flatMap((run) => runLines(run, shown, widths)),
    `${grouped(ops)} ops in the graph, ${grouped(dispatches)} programs that run: ${grouped(inside)} ops in ${grouped(shown.length)} steps, the rest in none`,
  ];
}

/** Steps of one key look the same but for the layer. */
function keyOf({ op, scope, ops, reads, writes, dispatches }) {
  return JSON.stringify([op, anyLayer(scope), ops, reads.map(shapeOf), writes.map(whyOf), dispatches]);
}

const shapeOf = ({ shape }) => `[${shape.join(', ')}]`;

function runLines({ start, length, times }, steps, widths) {
  const block = Array.from({ length }, (_, i) => stepLines(start + i, steps[start + i], widths)).flat();
  if (times === 1) return block;
  const [first, last] = [start, start + (times - 1) * length].map((at) => layerOf(steps.slice(at, at + length)));
  const where = first === undefined || first === last ? '' : `, ${first} … ${last}`;
  const what = length === 1 ? `${start + 1}` : `${start + 1} to ${start + length}`;
  return [...block, `     ${what}: the same ${times} times${where}`];
}

function layerOf(steps) {
  return steps.map(({ scope }) => /\blayers\.\d+/.exec(scope)?.[0]).find((layer) => layer !== undefined);
}

function stepLines(at, step, [opWidth, scopeWidth]) {
  const { op, scope, ops, reads, writes, bytes, dispatches } = step;
  const number = `${at + 1}`.padStart(3);
  const shapes = `${counted(reads.map(shapeOf))} → ${counted(writes.map(shapeOf))}`;
  const programs = dispatches > 1 ? `, ${dispatches} programs` : '';
  const isGroup = op === 'elementwise' || op === 'rows' || ops.length > 1;
  const reasons = writes.filter(({ readers }) => isGroup || readers.some(({ apart }) => apart));
  return [
    `${number}  ${op.padEnd(opWidth)}  ${scope.padEnd(scopeWidth)}  ${shapes}, ${size(bytes)}${programs}`,
    ...(isGroup ? [`     inside: ${counted(ops)}`] : []),
    ...reasons.map((write) => `     ${shapeOf(write)}: ${whyOf(write)}`),
  ];
}

/** Why a value is written: who needs it in memory. */
function whyOf({ isOutput, readers }) {
  const words = readers.map(({ op, apart }) => (apart ? `${op} not joined: ${apart}` : `read by ${op}`));
  return [...(isOutput ? ['an output'] : []), ...tally(words)].join('; ');
}

/** Neighbours that are alike once, with how many they are. */
function counted(words) {
  const runs = [];
  for (const word of words) {
    if (runs.at(-1)?.word === word) runs.at(-1).times++;
    else runs.push({ word, times: 1 });
  }
  return runs.map(({ word, times }) => (times > 1 ? `${word} ×${times}` : word)).join(' ');
}

function tally(words) {
  return [...new Set(words)].map((word) => {
    const times = words.filter((other) => other === word).length;
    return times > 1 ? `${word} (${times} times)` : word;
  });
}
