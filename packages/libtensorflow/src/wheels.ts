import { MosaError } from '@mosa-js/core';

/** `gpu` is for CUDA, and falls back on the CPU. */
export type Flavor = 'cpu' | 'gpu';
export const flavors: readonly Flavor[] = ['cpu', 'gpu'];

/** A Python wheel that holds a libtensorflow, known byte by byte. */
export interface Wheel {
  /** Name on the Python package index. */
  readonly project: string;
  readonly version: string;
  /** What pip calls the platform it is for. */
  readonly platforms: readonly string[];
  readonly sha256: string;
  readonly bytes: number;
}

const version = '2.18.1';
const x64 = ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'];
const arm64 = ['manylinux_2_17_aarch64', 'manylinux2014_aarch64'];

/** The wheels for CPython 3.11; the libraries inside do not depend on Python. */
const wheels: Readonly<Record<string, Wheel>> = {
  'cpu x64': {
    project: 'tensorflow-cpu',
    version,
    platforms: x64,
    sha256: '810c75d7149d2da0cb2092187817b0dcabb80728ca9f9cf3a61f3f42fadd1298',
    bytes: 230_236_181,
  },
  'gpu x64': {
    project: 'tensorflow',
    version,
    platforms: x64,
    sha256: 'c9f87e5d2a680a4595f5dc30daf6bbaec9d4129b46d7ef1b2af63c46ac7d2828',
    bytes: 615_510_377,
  },
  'cpu arm64': {
    project: 'tensorflow',
    version,
    platforms: arm64,
    sha256: '8a6485edd2148f70d011dbd1d8dc2c775e91774a5a159466e83d0d1f21580944',
    bytes: 231_937_898,
  },
};

/** @throws MosaError `unavailable` where no wheel is made for the system, saying what is left */
export function chooseWheel(flavor: Flavor, platform: NodeJS.Platform = process.platform, arch = process.arch): Wheel {
  const wheel = platform === 'linux' ? wheels[`${flavor} ${arch}`] : undefined;
  if (wheel !== undefined && !(platform === process.platform && isMusl())) return wheel;
  const system = `${platform} on ${arch}${wheel === undefined ? '' : ' with musl'}`;
  const how = `Linux with glibc, on x64 or, for the cpu flavour, arm64 (elsewhere npm install @tensorflow/tfjs-node brings its own)`;
  throw new MosaError('unavailable', `provision --flavor ${flavor}`, how, system);
}

/** Alpine and its like: the wheels need glibc. */
function isMusl(): boolean {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined;
}
