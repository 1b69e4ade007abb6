import { createReferenceBackend } from '@mosa-js/reference';

export const create = async () => createReferenceBackend();
