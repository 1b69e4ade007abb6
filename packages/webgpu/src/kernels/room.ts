import type { Limits } from '../runtime/lowering';

/** Whether a device has room for workgroups of so many invocations along one axis and so many bytes of memory. */
export function hasRoom(limits: Limits, invocations: number, bytes: number): boolean {
  const most = Math.min(limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX);
  return invocations <= most && bytes <= limits.maxComputeWorkgroupStorageSize;
}
