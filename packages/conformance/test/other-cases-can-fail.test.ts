import { casesThatCanFail } from './support/can-fail';

await casesThatCanFail((group) => !group.startsWith('op/'), 100);
