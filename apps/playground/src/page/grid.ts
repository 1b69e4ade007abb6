import type { HeadRow } from '../worker/look';
import { nameOf } from './head-names';

const label = 68;
const rowHeight = 15;
const leastCell = 5;

export interface GridPlace {
  readonly row: number;
  readonly token: number;
}

/** Heads × tokens: filled where a head takes a token. The host scrolls where a token would be too narrow to hit. */
export function drawGrid(canvas: HTMLCanvasElement, rows: readonly HeadRow[], tokens: number, at: GridPlace): void {
  const room = canvas.parentElement!.clientWidth;
  const cell = cellOf(canvas, tokens);
  const width = Math.max(label + cell * tokens, room - 1);
  const height = rowHeight * rows.length;
  const ratio = devicePixelRatio || 1;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext('2d')!;
  const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'middle';
  rows.forEach((head, row) => {
    const top = row * rowHeight;
    if (row === at.row) {
      context.fillStyle = colour('--mosa-soft');
      context.fillRect(0, top, width, rowHeight);
    }
    context.fillStyle = colour('--ink');
    context.fillText(nameOf(head), 2, top + rowHeight / 2);
    context.fillStyle = colour('--line');
    context.fillRect(label, top + rowHeight - 1, cell * tokens, 1);
    context.fillStyle = colour(head.kind === 'mosa' ? '--mosa' : '--dense');
    for (const token of head.chosen)
      context.fillRect(label + token * cell, top + 1, Math.max(cell - 1, 2), rowHeight - 3);
  });
  context.strokeStyle = colour('--ink');
  context.lineWidth = 1.5;
  context.strokeRect(label + at.token * cell, 0.75, cell, height - 1.5);
}

/** As much room as so many rows will take. */
export function makeRoom(canvas: HTMLCanvasElement, rows: number): void {
  canvas.style.height = `${rowHeight * rows}px`;
}

/** The head and the token under the pointer. */
export function placeAt(
  canvas: HTMLCanvasElement,
  { clientX, clientY }: MouseEvent,
  rows: number,
  tokens: number,
): GridPlace | undefined {
  const { left, top } = canvas.getBoundingClientRect();
  const row = Math.floor((clientY - top) / rowHeight);
  const token = Math.floor((clientX - left - label) / cellOf(canvas, tokens));
  return row >= 0 && row < rows && token >= 0 && token < tokens ? { row, token } : undefined;
}

function cellOf(canvas: HTMLCanvasElement, tokens: number): number {
  return Math.max((canvas.parentElement!.clientWidth - label - 2) / tokens, leastCell);
}
