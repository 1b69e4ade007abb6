export { type GradientOptions, gradient } from '../gradient/gradient';
export type { GraphTarget } from '../gradient/whole-ops';
export { randomNormal, randomSource, randomUniform } from '../heads/random';
export { type CentreSums, centreSums, moveCentres, routingQueries, updateCentres } from '../heads/routing';
export { selectionKeys } from '../heads/selection-keys';
export {
  moveThresholds,
  type SeenTokens,
  type ThresholdMove,
  type ThresholdSums,
  thresholdSums,
} from '../heads/thresholds';
export { type AccumulatedGraphs, type AccumulateOptions, accumulatedGraphs } from './accumulate-graphs';
export type { Layout } from './layout';
export { type BatchAxes, type LossResult, lossGraph, type TrainableModel } from './model';
export { checkOptimizer, learningRateAt, type OptimizerConfig, stepNumbers } from './optimizer';
export { evaluationGraph, type ModelLayout, modelLayout, type StepOptions, stateNames, stepGraph } from './step-graph';
export { createTrainer, type StepReport, type Trainer, type TrainerOptions, type TrainingState } from './trainer';
