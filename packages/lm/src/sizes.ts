import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

/** @throws MosaError `config` unless the value is a whole number from `least` */
export function checkCount(value: unknown, where: string, least = 1): void {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    throw new MosaError('config', where, `a whole number from ${least}`, show(value));
  }
}

/** @throws MosaError `config` */
export function checkBatchSize({ batch, length }: { batch: number; length: number }, where: string): void {
  checkCount(batch, `${where} batch`);
  checkCount(length, `${where} length`);
}
