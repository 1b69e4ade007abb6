export { columns, duration, grouped, percent, size } from '@mosa-js/command';
