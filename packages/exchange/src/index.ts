export { type FromPyTorchOptions, fromPyTorch } from './from-pytorch';
export type { Layout } from './layouts';
export type { ModelParts } from './model-parts';
export { type ToPyTorchOptions, toPyTorch } from './to-pytorch';
