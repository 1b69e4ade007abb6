import { arithmeticMutants } from './arithmetic';
import { attentionMutants } from './attention';
import { attentionBlockMutants } from './attention-blocks';
import { attentionGradientMutants } from './attention-gradient';
import { causalMutants } from './causal';
import { conductMutants } from './conduct';
import { drawMutants } from './draws';
import { movementMutants } from './movement';
import type { Mutant } from './mutant';
import { productMutants } from './products';
import { rankingMutants, selectionMutants } from './ranking';
import { reductionMutants } from './reductions';
import { rotaryMutants } from './rotary';
import { rowMutants } from './rows';
import { setRowsMutants } from './set-rows';

/** Every way in which the suite breaks a backend on purpose. */
export const allMutants: readonly Mutant[] = [
  ...selectionMutants,
  ...rankingMutants,
  ...attentionMutants,
  ...attentionBlockMutants,
  ...attentionGradientMutants,
  ...rotaryMutants,
  ...causalMutants,
  ...arithmeticMutants,
  ...productMutants,
  ...reductionMutants,
  ...movementMutants,
  ...rowMutants,
  ...setRowsMutants,
  ...drawMutants,
  ...conductMutants,
];
