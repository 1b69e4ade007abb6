import type { Lowering } from '../../runtime/lowering';
import type { AttentionKernels } from '../kernels';
import { attention } from './attention';
import { attendFew } from './few';
import { areFew } from './fits';
import { attentionGradient } from './gradient';

/** Kernels of attention, loaded with the first program that has it. */
export function attentionKernelsOf(lowering: Lowering): AttentionKernels {
  return {
    attention: (inputs, options) => (areFew(inputs[0]!) ? attendFew : attention)(lowering, inputs, options),
    attentionGradient: (inputs, options, output) => attentionGradient(lowering, inputs, options, output),
  };
}
