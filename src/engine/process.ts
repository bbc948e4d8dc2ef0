import { EngineError } from './api';
import { EngineService } from './service';
import { LIVE, METHODS, type FromEngine, type Method, type ToEngine } from './wire';

// The engine's own process: a running query holds one of the four threads that file reads share, which must not be the editor's.
let service: EngineService | undefined;
const running = new Map<number, AbortController>();

function send(message: FromEngine): void {
  if (process.connected) process.send?.(message);
}

async function answer(id: number, method: Method, args: readonly unknown[]): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    if (service === undefined) throw new EngineError('engine-stopped', 'The engine was not started.');
    const given = [...args];
    const place = METHODS[method];
    if (place !== undefined)
      given[place] = { signal: controller.signal, onProgress: (value: unknown) => send({ kind: 'progress', id, value }) };
    // The method and its arguments come from our own client, which is typed; here they are data again.
    const [room, name] = method.startsWith(LIVE) ? [service.live, method.slice(LIVE.length)] : [service, method];
    const call = (room as unknown as Record<string, (...given: readonly unknown[]) => Promise<unknown>>)[name];
    send({ kind: 'result', id, value: await call?.apply(room, given) });
  } catch (error) {
    const known = EngineError.is(error) ? error : new EngineError('store', error instanceof Error ? error.message : String(error));
    send({ kind: 'error', id, reason: known.reason, message: known.message });
  } finally {
    running.delete(id);
  }
}

process.on('message', (message: ToEngine) => {
  switch (message.kind) {
    case 'start':
      service = new EngineService({ ...message.options, tidies: true });
      break;
    case 'call':
      void answer(message.id, message.method, message.args);
      break;
    case 'cancel':
      running.get(message.id)?.abort();
      break;
  }
});

// The editor is gone, however it ended: segments are whole at any moment, so there is nothing to wait for.
process.on('disconnect', () => process.exit(0));
