import type { BackendIdentity } from '../backends/open';
import { columns, grouped, percent, size } from '../cli/format';
import { modelName } from '../model/config';
import { type Part, page } from '../report/page';
import type { Machine } from '../run/machine';
import type { Settings } from '../settings/settings';
import type { StepMemory } from './measure';

export const memoryFormat = 'mosa-lab-memory';

export interface MemoryResult {
  readonly format: typeof memoryFormat;
  readonly settings: Settings;
  readonly vocabularySize: number;
  readonly backend: BackendIdentity;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly commit?: string;
  readonly date: string;
  readonly ways: readonly StepMemory[];
}

const head = ['way', 'tensors at once', 'bytes at once', 'against tfjs', 'counted from the graph', 'loss'];

function rows({ ways }: MemoryResult): string[][] {
  return ways.map(({ way, peak, graphBytes, loss }, i) => [
    way,
    ...(isSeen(peak) ? [grouped(peak.tensors), size(peak.bytes)] : ['–', '–']),
    i === 0 || !isSeen(peak) ? '' : percent(peak.bytes / ways[0]!.peak.bytes - 1),
    graphBytes === undefined ? '' : size(graphBytes),
    loss.toFixed(5),
  ]);
}

/** Whether tfjs's account tells of it: on WebGPU our own runtime has buffers of its own. */
const isSeen = ({ bytes }: StepMemory['peak']) => bytes > 0;

const outside =
  "What runs in our own runtime on WebGPU has its buffers outside of tfjs's account (–): of it the graph alone tells.";

const notes = [
  "Peaks are of tfjs's own account of its memory, beyond the weights, the state and, but for the whole step, the batch, which were there before. What a kernel uses inside itself is not in it.",
  'variableGrads and our first graph compute the same: the loss and the gradients of all parameters. The whole step also packs parameters and moments into vectors, updates them, and keeps old and new ones side by side until it is done.',
];

function notesOf({ ways }: MemoryResult): string[] {
  return ways.every(({ peak }) => isSeen(peak)) ? notes : [...notes, outside];
}

function about({ settings, backend, machine, commit, date }: MemoryResult): string {
  const model = `${modelName(settings)}: ${settings.layers} layers, width ${settings.dModel}, T ${settings.length}, B ${settings.batch}`;
  const where = `${backend.name} (${backend.device}, ${backend.library})`;
  return [model, where, machine.platform, commit?.slice(0, 12), date.slice(0, 10)].filter(Boolean).join(' · ');
}

export function memoryText(result: MemoryResult): string {
  return `${about(result)}\n\n${columns(head, rows(result))}\n\n${notesOf(result).join('\n')}\n`;
}

export function memoryParts(result: MemoryResult): Part[] {
  return [
    { kind: 'heading', text: 'Memory of a training step' },
    { kind: 'text', text: about(result) },
    { kind: 'table', head, rows: rows(result) },
    { kind: 'notes', items: notesOf(result) },
  ];
}

export function memoryPage(result: MemoryResult): string {
  return page('Memory of a training step', about(result), memoryParts(result));
}
