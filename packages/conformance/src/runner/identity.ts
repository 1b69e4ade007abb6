import { knownBackends } from '@mosa-js/command/backends';
import type { Backend } from '@mosa-js/core';
import { isSoftwareGpu } from '@mosa-js/software-gpu';
import type { BackendRequest } from './requests';

/** What a report calls a backend. One that the command knows by name keeps that name. */
export function identityOf(request: BackendRequest, { name, device, label }: Backend) {
  const isKnown = knownBackends.some((known) => known.name === request.name && request.module === undefined);
  return {
    name: isKnown ? request.name : name,
    device: isKnown ? deviceName(device, request) : device,
    library: label,
  };
}

/** Libraries that do not name their adapter cannot say either that it is software. */
function deviceName(device: string, { needs }: BackendRequest): string {
  return needs === 'gpu' && isSoftwareGpu() && !device.includes('(software)') ? `${device} (software)` : device;
}
