import { MosaError } from '@mosa-js/core';
import type { WebGpu, WebGpuAdapter, WebGpuAdapterInfo, WebGpuDevice, WebGpuPowerPreference } from './browser-types';

const software = /swiftshader|llvmpipe|lavapipe|softpipe|\bwarp\b|basic render/i;

/** Whether the CPU does an adapter's work: its times say nothing about a GPU. */
export function isSoftware(info: WebGpuAdapterInfo): boolean {
  const fallback = (info as { isFallbackAdapter?: boolean }).isFallbackAdapter === true;
  return fallback || software.test([info.vendor, info.architecture, info.device, info.description].join(' '));
}

/** A GPU in words: `nvidia ampere NVIDIA A100`, `google swiftshader (software)`. Parts that a browser hides are left out. */
export function describeGpu(info: WebGpuAdapterInfo): string {
  const { vendor, architecture, description } = info;
  const parts = [vendor, architecture, description].filter((part) => part);
  const name = parts.filter((part, i) => !parts.some((other, j) => j < i && sameName(other, part))).join(' ');
  return `${name || 'unnamed GPU'}${isSoftware(info) ? ' (software)' : ''}`;
}

function sameName(a: string, b: string): boolean {
  return b.toLowerCase().startsWith(a.toLowerCase()) && b.length <= a.length;
}

/** @throws MosaError `unavailable` where there is no WebGPU or no adapter */
export async function requestAdapter(
  gpu: WebGpu | undefined,
  powerPreference: WebGpuPowerPreference,
  where: string,
): Promise<WebGpuAdapter> {
  if (typeof gpu?.requestAdapter !== 'function') {
    throw new MosaError(
      'unavailable',
      where,
      'WebGPU: a browser that has navigator.gpu, on https or localhost; in Node npm install webgpu, and nodeGpu() before this call',
      'no navigator.gpu',
    );
  }
  const adapter = await gpu.requestAdapter({ powerPreference });
  if (adapter) return adapter;
  throw new MosaError(
    'unavailable',
    where,
    'a GPU adapter: a graphics driver that the browser allows or, in Node on Linux, a Vulkan driver and loader (libvulkan.so.1)',
    'none',
  );
}

const wanted = ['timestamp-query', 'subgroups', 'shader-f16'] as const;

/**
 * A device with all that the adapter can do, since WebGPU hands out the smallest limits unless asked for more.
 * @throws MosaError `unavailable` where the adapter refuses
 */
export async function requestDevice(adapter: WebGpuAdapter, where: string): Promise<WebGpuDevice> {
  const requiredLimits: Record<string, number> = {};
  for (const name in adapter.limits) {
    const value = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') requiredLimits[name] = value;
  }
  const requiredFeatures = wanted.filter((feature) => adapter.features.has(feature)) as GPUFeatureName[];
  try {
    return await adapter.requestDevice({ requiredFeatures, requiredLimits });
  } catch (cause) {
    const actual = cause instanceof Error ? cause.message : String(cause);
    throw new MosaError('unavailable', where, `a device of ${describeGpu(adapter.info)}`, actual, { cause });
  }
}
