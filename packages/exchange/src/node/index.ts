export { type ReadWeights, readWeights } from './read-weights';
export { type WriteWeightsOptions, writeWeights } from './write-weights';
