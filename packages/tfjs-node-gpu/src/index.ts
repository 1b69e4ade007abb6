export { createTfjsNodeBackend, type TfjsNodeBackend, type TfjsNodeOptions } from './backend';
export type { TfjsNode } from './library';
export { type LoadOptions, loadTfjsNode } from './load';
