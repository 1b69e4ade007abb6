export { codeOf, messageOf } from '@mosa-js/command/errors';
