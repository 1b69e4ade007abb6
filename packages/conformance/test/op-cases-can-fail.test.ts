import { casesThatCanFail } from './support/can-fail';

await casesThatCanFail((id) => id.startsWith('op/'));
