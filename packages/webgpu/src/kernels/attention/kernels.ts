import type { Lowering } from '../../runtime/lowering';
import type { AttentionKernels } from '../kernels';
import { attention } from './attention';
import { attendFew } from './few';
import { areFew } from './fits';
import { attentionGradient } from './gradient';
import { rotary } from './rotary';

/** Kernels of attention and what goes before it, loaded with the first program that has them. */
export function attentionKernelsOf(lowering: Lowering): AttentionKernels {
  return {
    attention: (inputs, options) => (areFew(inputs[0]!) ? attendFew : attention)(lowering, inputs, options),
    attentionGradient: (inputs, options, output) => attentionGradient(lowering, inputs, options, output),
    rotary: (inputs, options) => rotary(lowering, inputs, options),
  };
}
