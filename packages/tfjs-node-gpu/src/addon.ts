export { type Device, describeDevice } from './device';
export { type Started, startAddon } from './start-addon';
