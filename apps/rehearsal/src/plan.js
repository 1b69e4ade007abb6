import { examples, inNode, inRuntime, inTypeScript, mixed, ownAdapter, upgrade } from './steps/consumers.js';
import { offline, publishing } from './steps/faults.js';
import { bundle, vitePage, webpack } from './steps/pages.js';
import { build, copy, pack, publish, publishHalf, version } from './steps/release.js';
import { samples, unchanged } from './steps/whole.js';

const coreAlone = '---\n"@mosa-js/core": minor\n---\n\nA rehearsal of the version after this one.\n';

/**
 * @typedef {object} Step
 * @property {string} id never changes: results are kept by it
 * @property {boolean} [quick] is in the quick form, too
 * @property {boolean} [vital] nothing goes on without it
 * @property {boolean} [aside] runs beside those that follow: it takes long, and one core
 * @property {(context: object) => Promise<{ installed?: string, ran: string, result: string }>} run
 */

const [here] = process.versions.node.split('.');

/**
 * @param {{ quick: boolean }} form
 * @returns {Step[]} in order
 */
export function planOf({ quick }) {
  const all = [
    { id: 'copy', quick, vital: true, run: copy },
    { id: 'version', quick, vital: true, run: (context) => version(context) },
    { id: 'build', quick, vital: true, run: (context) => build(context, { whole: !quick }) },
    { id: packed, quick, vital: true, run: pack },
    { id: 'publish a half', quick, vital: true, run: (context) => publishHalf({ ...context, context }) },
    { id: 'publish the rest', quick, vital: true, run: (context) => publish(context, context.version1) },
    { id: "a third party's adapter", quick, aside: true, run: ownAdapter },
    { id: 'faults in publishing', quick, run: publishing },
    { id: 'no network for others', run: offline },
    ...[...new Set(quick ? [here] : ['20', '22', '24', here])].map((major) => ({
      id: `Node ${major}`,
      quick,
      run: (context) => inNode(context, major),
    })),
    { id: 'TypeScript, oldest', run: (context) => inTypeScript(context, 'typescript-oldest') },
    { id: 'TypeScript, newest', quick, run: (context) => inTypeScript(context, 'typescript-newest') },
    { id: 'examples in Node', run: examples },
    { id: 'Vite, tfjs wasm', run: (context) => vitePage(context, 'vite') },
    { id: 'Vite, tfjs webgpu', run: (context) => vitePage(context, 'vite-webgpu') },
    { id: 'Vite, onnxruntime wasm', run: (context) => vitePage(context, 'vite-onnxruntime') },
    { id: 'webpack', run: webpack },
    { id: 'Bun', run: (context) => inRuntime(context, 'bun') },
    { id: 'Deno', run: (context) => inRuntime(context, 'deno') },
    { id: 'a bundle', quick, run: bundle },
    { id: 'every sample', run: samples },
    { id: 'next version', quick, vital: true, run: (context) => version(context, coreAlone) },
    { id: 'next build', quick, vital: true, run: (context) => build(context, { whole: false }) },
    { id: 'next pack', quick, vital: true, run: pack },
    { id: 'next publish', quick, vital: true, run: (context) => publish(context, context.version2) },
    { id: 'upgrade', quick, run: upgrade },
    { id: 'mixed install', quick, run: mixed },
    { id: 'nothing changed', quick, run: unchanged },
  ];
  return quick ? all.filter((step) => step.quick) : all;
}

/** The step after which what is rehearsed is fixed: until then a run begins anew. */
export const packed = 'pack';
