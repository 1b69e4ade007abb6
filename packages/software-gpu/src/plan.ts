import type { Machine } from './machine';
import { driverPackage } from './package';
import { findVulkanDriver, namedDrivers } from './vulkan';

/** The best that there is, a GPU in software, or none at all; what `--gpu` of our commands takes. */
export const gpuChoices = ['auto', 'software', 'none'] as const;
export type GpuChoice = (typeof gpuChoices)[number];

/** Which GPU the backends that need one get. */
export type GpuPlan =
  /** What the machine has, as it is. */
  | { readonly use: 'own'; readonly software: boolean }
  /** SwiftShader, if its package is installed. */
  | { readonly use: 'swiftshader' }
  | { readonly use: 'nothing'; readonly reason: string };

/** Depends on nothing but its arguments. A real GPU is preferred, and so is a driver that the user named. */
export function planGpu(choice: GpuChoice, machine: Machine): GpuPlan {
  const { platform, arch } = machine;
  const canEmulate = platform === 'linux' && arch === 'x64';
  if (choice === 'none') return { use: 'nothing', reason: 'it needs a GPU, and none is to be used' };
  if (choice === 'software') {
    if (canEmulate) return { use: 'swiftshader' };
    return { use: 'nothing', reason: `a GPU in software is for Linux on x64, not ${platform} on ${arch}` };
  }
  if (platform !== 'linux') return { use: 'own', software: false };
  const driver = findVulkanDriver(machine);
  if (driver !== undefined) return { use: 'own', software: driver.software };
  const named = machine.env.VK_DRIVER_FILES || machine.env.VK_ICD_FILENAMES;
  if (named && namedDrivers(machine) !== undefined) {
    return {
      use: 'nothing',
      reason: `no Vulkan loader, or no driver that WebGPU can use in ${named}, which the environment names`,
    };
  }
  if (canEmulate) return { use: 'swiftshader' };
  return { use: 'nothing', reason: 'no Vulkan driver: install one, with the loader libvulkan.so.1' };
}

/** How to get a GPU where there is neither a driver nor the package. */
export const howToGetGpu = `no Vulkan driver: npm install ${driverPackage} (a GPU in software), or install a driver with the loader libvulkan.so.1`;
