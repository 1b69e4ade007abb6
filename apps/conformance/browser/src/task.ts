/** What a worker is told once, right after its start. */
export interface WorkerTask {
  readonly backend: string;
  /** URL of the folder of golden files. */
  readonly golden: string;
  readonly filter?: string;
}
