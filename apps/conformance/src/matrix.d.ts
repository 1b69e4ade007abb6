import type { Report } from '@mosa-js/conformance';

export const results: string;
export const packedFile: string;
export function mergedResults(): { files: string[]; report: Report };
