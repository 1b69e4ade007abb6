import { goldenUrl, serveSuite } from '@mosa-js/conformance/browser';
import type { WorkerTask } from '../task';
import { makers } from './makers';

addEventListener(
  'message',
  ({ data: { backend, golden, filter } }: MessageEvent<WorkerTask>) => {
    const { create, describe, expectedFailures } = makers[backend]!;
    void serveSuite({
      golden: goldenUrl(golden),
      filter,
      create,
      describe,
      expectedFailures,
      tell: (message) => self.postMessage(message),
    });
  },
  { once: true },
);
