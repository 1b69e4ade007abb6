export { type ArrayOf, type Dtype, dtypes, type Tensor, type TensorArray, type TensorOf } from './dtypes';
export { SafetensorsError, type SafetensorsErrorCode } from './error';
export { decodeBF16, decodeF16, encodeBF16, encodeF16 } from './half';
export type { Header, TensorInfo } from './header';
export type { ByName, WriteOptions } from './layout';
export { openSafetensors, type SafetensorsReader } from './open';
export { parseSafetensors, type Safetensors } from './parse';
export { blobSource, type Source } from './source';
export { writeSafetensors } from './write';
