import type { StorageFormat } from '../storage';
import type { Backend, TensorInputs } from './backend';
import type { DeviceTensor } from './device-tensor';
import { eachInTurn } from './held';
import { isDeviceTensor } from './is-device-tensor';
import { ownInputs } from './own-inputs';

/** Tensors on a device by name, and those of them that were put there. */
export interface Resident {
  readonly tensors: Record<string, DeviceTensor>;
  /** Frees what was uploaded; device tensors that were given stay their owner's. */
  free(): void;
}

/**
 * Uploads the host tensors among these, all or none, as they are when this is called.
 * @param storage how those of float32 are held. Default 'float32'
 */
export async function makeResident(backend: Backend, given: TensorInputs, storage?: StorageFormat): Promise<Resident> {
  const tensors: Record<string, DeviceTensor> = {};
  const uploaded: DeviceTensor[] = [];
  const free = () => eachInTurn(uploaded, (tensor) => tensor.dispose());
  try {
    for (const [name, tensor] of Object.entries(ownInputs(given, 'weight'))) {
      if (isDeviceTensor(tensor)) {
        tensors[name] = tensor;
      } else {
        tensors[name] = await backend.upload(tensor, { storage, name: `weight ${name}` });
        uploaded.push(tensors[name]);
      }
    }
  } catch (error) {
    free();
    throw error;
  }
  return { tensors, free };
}
