import type { Event, Request } from './protocol';
import { createSession } from './session';

const scope = self as unknown as {
  postMessage(event: Event, transfer: Transferable[]): void;
  onmessage: ((message: MessageEvent<Request | { readonly kind: 'lose-device' }>) => void) | null;
};

const session = createSession((event, transfer = []) => scope.postMessage(event, transfer));

scope.onmessage = ({ data: request }) => {
  switch (request.kind) {
    case 'start':
      return void session.start(request.settings, request.text);
    case 'go':
      return void session.go(request.backend);
    case 'stop':
      return session.stop();
    case 'look':
      return void session.look(request.from);
    case 'generate':
      return void session.generate(request);
    case 'stop-generating':
      return session.stopGenerating();
    case 'save':
      return void session.save(request.model);
    case 'load':
      return void session.load(request.name, request.bytes);
    case 'lose-device':
      return session.loseDevice();
  }
};
