/** Set in processes whose GPU is known to be software, so that a report can say so. */
export const softwareGpuVariable = 'MOSA_SOFTWARE_GPU';

/** Whether this process was started on a software GPU. Libraries that name their adapter need not ask. */
export function isSoftwareGpu(): boolean {
  return process.env[softwareGpuVariable] === '1';
}
