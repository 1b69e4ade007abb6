export { type ProvisionOptions, provision } from './provision';
export type { PackageResult } from './provision-packages';
export type { ProvisionSettings, Task } from './settings';
export type { Trial } from './trial';
export type { Flavor } from './wheels';
