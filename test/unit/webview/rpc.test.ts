import { describe, expect, it } from 'vitest';
import { Host } from '../../../src/editor/panels/rpc';
import { EngineError } from '../../../src/engine/api';
import type { Call, MessageToHost, MessageToWebview } from '../../../src/protocol/wire';
import { Client, RequestError } from '../../../webview-ui/rpc';

interface TestCalls {
  readonly double: Call<number, number>;
  readonly fail: Call<undefined, undefined>;
  readonly wait: Call<undefined, undefined>;
}
interface TestEvents {
  readonly news: { readonly text: string };
}

/** Both ends, joined by a wire that carries plain JSON only, as the editor's does. */
function joined() {
  let toHost: (message: unknown) => void = () => undefined;
  const client = new Client<TestCalls, TestEvents>((message: MessageToHost<TestCalls>) => toHost(JSON.parse(JSON.stringify(message))));
  const port = {
    postMessage: (message: unknown) => {
      client.receive(JSON.parse(JSON.stringify(message)) as MessageToWebview<TestEvents>);
      return Promise.resolve(true);
    },
    onDidReceiveMessage: (listener: (message: unknown) => void) => {
      toHost = listener;
      return { dispose: () => undefined };
    },
  };
  const host = new Host<TestCalls, TestEvents>(port, {
    double: (value) => value * 2,
    fail: () => {
      throw new EngineError('query', 'Unknown attribute "operatoin".');
    },
    wait: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      }),
  });
  return { client, host };
}

describe('messages between host and webview', () => {
  it('answer each request with its own result', async () => {
    const { client } = joined();
    expect(await Promise.all([client.request('double', 4), client.request('double', 21)])).toEqual([8, 42]);
  });

  it('answer with an error when a handler throws, and when there is none', async () => {
    const { client } = joined();
    const failed = await client.request('fail', undefined).catch((error: unknown) => error);
    expect(RequestError.is(failed, 'query') && failed.message).toBe('Unknown attribute "operatoin".');
    const unknown = client.request('toString' as 'fail', undefined);
    await expect(unknown).rejects.toThrow('"toString"');
  });

  it('carry a cancellation to the handler', async () => {
    const { client } = joined();
    const controller = new AbortController();
    const waiting = client.request('wait', undefined, controller.signal).catch((error: unknown) => error);
    controller.abort();
    expect(RequestError.is(await waiting, 'cancelled')).toBe(true);
  });

  it('bring events to who listens', () => {
    const { client, host } = joined();
    const heard: string[] = [];
    client.on('news', ({ text }) => heard.push(text));
    host.tell('news', { text: 'rain' });
    expect(heard).toEqual(['rain']);
  });
});
