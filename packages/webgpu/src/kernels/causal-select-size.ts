/** Entries of the running set that a workgroup has room for, by the sizes that shaders are made for. */
export const setSizes = [64, 256, 1024] as const;
export const causalLanes = 64;

/** Bytes of workgroup memory that the shader takes. */
export function causalMemory(entries: number): number {
  return 4 * (3 * entries + 2 * causalLanes + 8);
}
