export { openSafetensorsFile } from './file-source';
export { type StreamedTensor, writeSafetensorsFile } from './write-file';
