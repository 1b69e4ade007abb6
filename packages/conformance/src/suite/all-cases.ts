import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { readGolden } from '../golden/golden';
import type { GoldenSource } from '../golden/source';
import { mutantCases } from '../mutants/mutant-cases';
import { attentionCases } from './attention-cases';
import { attentionGradientCases } from './attention-gradient-cases';
import { carryCases } from './carry-cases';
import type { ConformanceCase } from './case';
import { causalCases } from './causal/cases';
import { conductCases } from './conduct-cases';
import { conductProgramCases } from './conduct-program-cases';
import { conductTensorCases } from './conduct-tensor-cases';
import { cornerCases } from './corner-cases';
import { decodeCases } from './decode/cases';
import { drawCases } from './draw-cases';
import { elementwiseCases } from './elementwise-cases';
import { errorCases } from './error-cases';
import { givenPositionsCases } from './given-positions-cases';
import { goldenCases } from './golden-cases';
import { goldenTrainingCases } from './golden-training-cases';
import { gradientCases } from './gradient-cases';
import { largeCases } from './large-cases';
import { layerCases } from './layer-cases';
import { layerConductCases } from './layer-conduct-cases';
import { layerInputCases } from './layer-input-cases';
import { memoryCases } from './memory-cases';
import { memoryHonestyCases } from './memory-honesty-cases';
import { notFiniteCases } from './not-finite-cases';
import { opCases } from './op-cases';
import { pathCases } from './path-cases';
import { productCases } from './product-cases';
import { propertyCases } from './property-cases';
import { rotaryCases } from './rotary-cases';
import { rowCases } from './row-cases';
import { selectCases } from './select-cases';
import { storageCases } from './storage/cases';
import { trainCases } from './train-cases';

/**
 * The cases of this suite whose id starts with the filter, in the order in which they run. Needs nothing of Node.
 * @throws MosaError `golden` where golden files are missing or corrupt, `usage` where the filter matches nothing
 */
export async function allCases(golden: GoldenSource, filter = '', mutants = false): Promise<ConformanceCase[]> {
  const { layers, training } = await readGolden(golden);
  const plain = [
    ...opCases(),
    ...selectCases(),
    ...causalCases(),
    ...drawCases(),
    ...attentionCases(),
    ...attentionGradientCases(),
    ...rotaryCases(),
    ...notFiniteCases(),
    ...givenPositionsCases(),
    ...elementwiseCases(),
    ...rowCases(),
    ...productCases(),
    ...largeCases(),
    ...cornerCases(),
    ...gradientCases(),
    ...layerCases(),
    ...decodeCases(),
    ...goldenCases(layers),
    ...goldenTrainingCases(training),
    ...propertyCases(),
    ...trainCases(),
    ...memoryCases(),
    ...memoryHonestyCases(),
    ...conductCases(),
    ...conductTensorCases(),
    ...conductProgramCases(),
    ...carryCases(),
    ...storageCases(),
    ...layerConductCases(),
    ...layerInputCases(),
    ...errorCases(),
    ...pathCases(filter === ''),
  ];
  const cases = mutants ? [...plain, ...mutantCases(plain)] : plain;
  const chosen = cases.filter(({ id }) => id.startsWith(filter));
  if (chosen.length === 0) {
    throw new MosaError('usage', '--filter', `the start of a case id, such as mosa/ or ${cases[0]!.id}`, show(filter));
  }
  return chosen;
}
