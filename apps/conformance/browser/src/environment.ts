/** The part of WebGPU that is used here; TypeScript's own library does not know it yet. */
interface GpuAdapter {
  readonly info: {
    readonly vendor?: string;
    readonly architecture?: string;
    readonly description?: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly isFallbackAdapter?: boolean;
}

interface Gpu {
  requestAdapter(): Promise<GpuAdapter | null>;
}

const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|warp/i;

const named = (name: string, software: boolean): string => (software ? `${name} (software)` : name);

/** Name and major version of this browser, such as `Chromium 147`. Works in workers. */
export function browserName(agent = navigator.userAgent): string {
  const found = [
    ['Edge', /Edg\/(\d+)/],
    ['Firefox', /Firefox\/(\d+)/],
    ['Chromium', /(?:HeadlessChrome|Chrome|Chromium)\/(\d+)/],
    ['Safari', /Version\/(\d+).* Safari/],
  ] as const;
  for (const [name, pattern] of found) {
    const version = pattern.exec(agent)?.[1];
    if (version) return `${name} ${version}`;
  }
  return 'an unknown browser';
}

/** Threads that WebAssembly may use; 1 where the page has no shared memory. */
export function wasmThreads(): number {
  return crossOriginIsolated ? navigator.hardwareConcurrency : 1;
}

/** What this browser has for a backend: a name to show, or why it is missing and how to get it. */
export type Found = { readonly name: string; readonly missing?: undefined } | { readonly missing: string };

export function findWasm(): Found {
  if (typeof WebAssembly === 'undefined') return { missing: 'this browser has WebAssembly switched off: allow it' };
  const threads = wasmThreads();
  return { name: threads === 1 ? 'wasm, 1 thread' : `wasm, up to ${threads} threads` };
}

export function findWebgl(): Found {
  if (typeof OffscreenCanvas === 'undefined') {
    return { missing: 'no OffscreenCanvas, so no WebGL in workers: Chrome 69, Firefox 105 or Safari 17 has it' };
  }
  // As tfjs asks for it: not where the browser warns that it would be slow.
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!gl) {
    return { missing: 'no WebGL 2: turn on graphics acceleration, or start Chromium with --enable-unsafe-swiftshader' };
  }
  if (!gl.getExtension('EXT_color_buffer_float')) {
    return {
      missing: 'its WebGL cannot draw to float32 textures (EXT_color_buffer_float): it takes another GPU or driver',
    };
  }
  const unmasked = gl.getExtension('WEBGL_debug_renderer_info')?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER;
  const renderer = String(gl.getParameter(unmasked));
  // ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (LLVM 10.0.0) (0x0000C0DE)), SwiftShader driver) → the middle part
  const short = /^ANGLE \([^,]+, (.*), [^,]+\)$/.exec(renderer)?.[1] ?? renderer;
  return { name: named(short, softwareNames.test(renderer)) };
}

export async function findWebgpu(): Promise<Found> {
  const { gpu } = navigator as { gpu?: Gpu };
  if (!gpu) {
    const how = isSecureContext
      ? 'Chrome and Edge 113, Safari 26 and Firefox 141 have it on most systems; Chromium on Linux may need --enable-unsafe-webgpu'
      : 'browsers give it to pages from https:// or localhost only';
    return { missing: `no WebGPU (navigator.gpu): ${how}` };
  }
  const adapter = await gpu.requestAdapter();
  if (!adapter) {
    const how =
      'see about:gpu; Chromium has a software one with --enable-unsafe-webgpu --use-webgpu-adapter=swiftshader';
    return { missing: `WebGPU without an adapter, so no usable GPU: ${how}` };
  }
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture].filter(Boolean).join(' ') || description || 'unnamed GPU';
  const software = isFallbackAdapter ?? adapter.isFallbackAdapter ?? false;
  return { name: named(name, software || softwareNames.test(`${name} ${description}`)) };
}
