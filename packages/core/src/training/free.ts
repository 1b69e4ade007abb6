import type { DeviceTensor } from '../backend/device-tensor';
import { eachInTurn } from '../backend/held';
import type { Named } from '../graph/tracer';

/** Frees all of them, also where it fails for some. @throws the first error, after the last of them */
export function free(...all: readonly Named<DeviceTensor>[]): void {
  eachInTurn(
    all.flatMap((tensors) => Object.values(tensors)),
    (tensor) => tensor.dispose(),
  );
}
