import { decode } from './decode.js';
import { gradient } from './gradient.js';
import { layer } from './layer.js';
import { matmul } from './mat-mul.js';
import { select } from './select.js';
import { step } from './step.js';

/**
 * By name, from options and T: what is timed in turns.
 * @returns [{ labels, open(backend) → { run(), dispose() } }]
 */
export const casesOf = { layer, gradient, step, decode, select, matmul };
