export { createTfjsNodeBackend, type TfjsNodeBackend, type TfjsNodeOptions } from './backend';
export type { TfjsNode } from './library';
export { type LoadTfjsNodeOptions, loadTfjsNode } from './load';
