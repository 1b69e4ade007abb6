import { basename, delimiter, join } from 'node:path';
import { type Machine, thisMachine } from './machine';

/** A Vulkan driver that WebGPU can use. */
export interface VulkanDriver {
  /** The file that tells the loader of it. */
  readonly manifest: string;
  /** Whether it computes on the CPU. */
  readonly software: boolean;
}

/** Whether this machine has a Vulkan loader and a driver of its own that WebGPU can use. */
export function hasVulkanDriver(machine: Machine = thisMachine): boolean {
  return findVulkanDriver(machine) !== undefined;
}

/** The first driver that is more than a file: one that was named, or one for hardware that is there. */
export function findVulkanDriver(machine: Machine): VulkanDriver | undefined {
  if (machine.platform !== 'linux' || !hasLoader(machine)) return undefined;
  const named = namedDrivers(machine);
  const manifests = named ?? installedDrivers(machine);
  const drivers = manifests.flatMap((manifest) => driverOf(manifest, machine) ?? []);
  // Distributions install drivers for every vendor at once; only a device shows that one of them has work.
  return drivers.find(({ software }) => software || named !== undefined || hasDevice(machine));
}

/** Manifests that the environment names, or undefined where it leaves the choice to the loader. */
export function namedDrivers({ env, files }: Machine): string[] | undefined {
  const named = env.VK_DRIVER_FILES || env.VK_ICD_FILENAMES;
  if (!named) return undefined;
  const paths = named.split(delimiter).filter((path) => path !== '');
  return paths.flatMap((path) => (path.endsWith('.json') ? [path] : manifestsIn(path, files)));
}

function installedDrivers({ env, files }: Machine): string[] {
  const home = env.HOME ?? '';
  const folders = [
    env.XDG_CONFIG_HOME || join(home, '.config'),
    ...(env.XDG_CONFIG_DIRS || '/etc/xdg').split(':'),
    '/etc',
    env.XDG_DATA_HOME || join(home, '.local/share'),
    ...(env.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(':'),
  ];
  return folders.flatMap((folder) => manifestsIn(join(folder, 'vulkan/icd.d'), files));
}

function manifestsIn(folder: string, files: Machine['files']): string[] {
  return files
    .list(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
}

/** Mesa's lavapipe is left out: Dawn, the WebGPU of Chromium and Node, refuses it. */
function driverOf(manifest: string, { files }: Machine): VulkanDriver | undefined {
  const library = /"library_path"\s*:\s*"([^"]+)"/.exec(files.read(manifest))?.[1];
  if (library === undefined || /lvp|lavapipe|llvmpipe/i.test(basename(library))) return undefined;
  return { manifest, software: /swiftshader/i.test(library) };
}

function hasLoader({ env, files }: Machine): boolean {
  const systemFolders = ['/lib', '/lib64', '/usr/lib', '/usr/lib64', '/usr/local/lib', '/run/opengl-driver/lib'];
  const triples = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].flatMap((triple) => [
    `/lib/${triple}`,
    `/usr/lib/${triple}`,
  ]);
  const configured = files
    .list('/etc/ld.so.conf.d')
    .flatMap((name) => files.read(join('/etc/ld.so.conf.d', name)).split('\n'))
    .filter((line) => line.startsWith('/'));
  const folders = [...(env.LD_LIBRARY_PATH ?? '').split(':'), ...systemFolders, ...triples, ...configured];
  return folders.some((folder) => folder !== '' && files.exists(join(folder.trim(), 'libvulkan.so.1')));
}

/** A GPU's device file: of the kernel's graphics drivers, of NVIDIA's, or of Windows' below WSL. */
function hasDevice({ files }: Machine): boolean {
  const render = files.list('/dev/dri').some((name) => name.startsWith('renderD'));
  return render || files.exists('/dev/nvidiactl') || files.exists('/dev/dxg');
}
