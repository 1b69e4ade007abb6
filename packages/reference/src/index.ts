export { broadcastOffsets, empty, fromHost, type RefTensor } from './array';
export { createReferenceBackend, type ReferenceOptions } from './backend';
export { referenceKernels } from './kernels';
