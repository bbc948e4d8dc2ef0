import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { ListBucketsCommand, GetBucketAclCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Clients } from '../../../src/aws/clients';
import type { LiveOptions } from '../../../src/aws/options';
import { problemOf } from '../../../src/aws/problem';
import type { ProblemReason } from '../../../src/domain/live';
import { ACCOUNTS } from '../../../src/sample/world';
import type { Fault } from '../../aws/faults';
import { accountsOnDouble, type Bench } from './support';

let bench: Bench;
const made: Clients[] = [];

beforeAll(async () => {
  bench = await accountsOnDouble({ lookupsPerSecond: Infinity });
});
afterAll(() => bench.close());
beforeEach(() => {
  bench.double.faults.clear();
  bench.double.requests.length = 0;
});
afterEach(async () => {
  for (const clients of made.splice(0)) await clients.destroy();
});

function clientsWith(options: LiveOptions = { patience: { connect: 500, answer: 300 } }, profile?: string): Clients {
  const { accessKeyId, secretAccessKey } = bench.double.sessions.user(ACCOUNTS.sandbox, 'test');
  const clients = new Clients({
    credentials: () => Promise.resolve({ accessKeyId, secretAccessKey }),
    options,
    ...(profile !== undefined && { profile }),
  });
  made.push(clients);
  return clients;
}

const lookUp = async (clients: Clients, region = 'us-east-2', tries?: number): Promise<number> => {
  const client = await clients.of('cloudtrail', region, tries === undefined ? {} : { tries });
  return (await client.send(new LookupEventsCommand({}))).Events?.length ?? 0;
};

describe('each fault', () => {
  const FAULTS: readonly (readonly [Fault, ProblemReason])[] = [
    [{ kind: 'deny' }, 'denied'],
    [{ kind: 'throttle' }, 'throttled'],
    [{ kind: 'expired-token' }, 'expired'],
    [{ kind: 'never-answer' }, 'timeout'],
    [{ kind: 'delay', ms: 2_000 }, 'timeout'],
    [{ kind: 'drop', when: 'before' }, 'network'],
    [{ kind: 'drop', when: 'body' }, 'network'],
    [{ kind: 'garbage', body: 'html' }, 'answer'],
    [{ kind: 'garbage', body: 'cut' }, 'answer'],
    [{ kind: 'server-error', status: 500 }, 'other'],
    [{ kind: 'server-error', status: 503 }, 'other'],
    [{ kind: 'refuse', code: 'OptInRequired', message: 'You are not subscribed to this service.', status: 403 }, 'not-opted-in'],
    [{ kind: 'refuse', code: 'SomethingNew', message: 'Nobody has seen it.', status: 400 }, 'other'],
  ];

  it.each(FAULTS)('%o is told as %s, for each protocol, and never as an answer', async (fault, reason) => {
    bench.double.faults.add({ fault });
    const clients = clientsWith();
    const calls = {
      'cloudtrail:LookupEvents': () => lookUp(clients, 'us-east-2', 1),
      'ec2:DescribeRegions': async () => (await clients.of('ec2', 'us-east-2', { tries: 1 })).send(new DescribeRegionsCommand({})),
      'sts:GetCallerIdentity': async () => (await clients.of('sts', 'us-east-2', { tries: 1 })).send(new GetCallerIdentityCommand({})),
    };
    for (const [operation, call] of Object.entries(calls)) {
      const error: unknown = await call().then(
        (answer) => ({ name: 'no error', answer }),
        (thrown: unknown) => thrown,
      );
      expect(problemOf(error, operation, 7)).toMatchObject({
        operation,
        reason,
        at: 7,
        message: expect.stringContaining('us-east-2') as string,
      });
    }
  });

  it('that passes is tried again, with waits, and nobody notices', async () => {
    for (const fault of FAULTS.slice(1).map(([fault]) => fault)) {
      if (fault.kind === 'garbage' || fault.kind === 'refuse' || fault.kind === 'expired-token') continue;
      bench.double.faults.clear();
      bench.double.faults.add({ fault, times: 1 });
      expect(await lookUp(clientsWith())).toBe(50);
    }
  });

  it('in a region that is not opted in says so, by whatever code', async () => {
    const clients = clientsWith();
    const errors = await Promise.all([
      lookUp(clients, 'me-south-1', 1).catch((error: unknown) => error),
      (await clients.of('ec2', 'me-south-1')).send(new DescribeRegionsCommand({})).catch((error: unknown) => error),
      (await clients.of('sts', 'me-south-1')).send(new GetCallerIdentityCommand({})).catch((error: unknown) => error),
    ]);
    expect(errors.map((error) => problemOf(error, 'x', 0).reason)).toEqual(['not-opted-in', 'not-opted-in', 'not-opted-in']);
  });
});

describe('how often a call is sent', () => {
  it('is once, for one who paces himself', async () => {
    bench.double.faults.add({ fault: { kind: 'throttle' } });
    await expect(lookUp(clientsWith(), 'us-east-2', 1)).rejects.toThrow('Rate exceeded');
    expect(bench.double.requests).toHaveLength(1);
  });

  it.each([hoursOff(3), hoursOff(-3)])('is once more where the clock is off by %i ms; then it is set right', async (ms) => {
    bench.double.faults.add({ fault: { kind: 'clock', ms } });
    const clients = clientsWith();
    expect(await lookUp(clients)).toBe(50);
    expect(bench.double.requests).toHaveLength(2);
    expect(await lookUp(clients)).toBe(50);
    expect(bench.double.requests).toHaveLength(3);
    // Also for who paces himself: a second later.
    expect(await lookUp(clients, 'us-east-2', 1)).toBe(50);
    expect((bench.double.requests.at(-1)?.at ?? 0) - (bench.double.requests.at(-2)?.at ?? 0)).toBeGreaterThan(990);
  });

  it('at once is bounded, and those that wait are not late for it', async () => {
    bench.double.faults.add({ fault: { kind: 'delay', ms: 100 } });
    const clients = clientsWith({ patience: { connect: 200, answer: 250 } });
    const started = performance.now();
    await Promise.all(Array.from({ length: 40 }, () => lookUp(clients, 'us-east-2', 1)));
    expect(performance.now() - started).toBeGreaterThan(390); // ten at a time
    expect(bench.double.requests).toHaveLength(40);
  });

  it('ends at once when it is cancelled, also while it waits its turn', async () => {
    bench.double.faults.add({ fault: { kind: 'never-answer' } });
    const client = await clientsWith({}).of('cloudtrail', 'us-east-2');
    const { signal, abort } = controller();
    const calls = Array.from({ length: 12 }, () => client.send(new LookupEventsCommand({}), { abortSignal: signal }));
    setTimeout(abort, 50);
    const started = performance.now();
    const names = (await Promise.allSettled(calls)).map((result) =>
      result.status === 'rejected' ? (result.reason as Error).name : 'fulfilled',
    );
    expect(new Set(names)).toEqual(new Set(['AbortError']));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('where a call goes', () => {
  it('is kept open for the next one, under our name', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const sockets = new Set<Socket>();
    const server = createServer((request, response) => {
      seen.push(request.headers);
      sockets.add(request.socket);
      response.writeHead(200, { 'x-amzn-RequestId': '1', 'Content-Type': 'application/x-amz-json-1.1' }).end('{}');
    });
    await using(server, async (url) => {
      vi.stubEnv('AWS_ENDPOINT_URL_CLOUDTRAIL', url);
      const clients = clientsWith();
      for (let call = 0; call < 3; call++) await lookUp(clients);
    }).finally(() => vi.stubEnv('AWS_ENDPOINT_URL_CLOUDTRAIL', undefined));
    expect(sockets.size).toBe(1);
    expect(seen[0]?.['user-agent']).toMatch(/\bnephoscope\b/);
  });

  it('follows the services section of the profile', async () => {
    const config = join(bench.home, 'endpoints');
    await writeFile(
      config,
      `[profile elsewhere]\nservices = here\nregion = us-east-1\n[profile tests]\nendpoint_url = http://127.0.0.1:9\n[services here]\ncloudtrail =\n  endpoint_url = ${bench.double.url}\n`,
    );
    vi.stubEnv('AWS_CONFIG_FILE', config);
    vi.stubEnv('AWS_ENDPOINT_URL', undefined);
    vi.stubEnv('AWS_PROFILE', 'tests');
    try {
      expect(await lookUp(clientsWith(undefined, 'elsewhere'))).toBe(50);
    } finally {
      vi.stubEnv('AWS_CONFIG_FILE', join(bench.home, '.aws', 'config'));
      vi.stubEnv('AWS_ENDPOINT_URL', bench.double.url);
    }
  });

  it('names a bucket in the path, on an address', async () => {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(request.url ?? '');
      response
        .writeHead(200, { 'x-amz-request-id': '1', 'Content-Type': 'application/xml' })
        .end('<AccessControlPolicy></AccessControlPolicy>');
    });
    await using(server, async (url) => {
      vi.stubEnv('AWS_ENDPOINT_URL_S3', url);
      const s3 = await clientsWith().of('s3', 'us-east-1');
      await s3.send(new GetBucketAclCommand({ Bucket: 'logs.example.com' }));
      await s3.send(new ListBucketsCommand({}));
    }).finally(() => vi.stubEnv('AWS_ENDPOINT_URL_S3', undefined));
    expect(paths[0]).toMatch(/^\/logs\.example\.com\/\?acl/);
  });

  it('is through the proxy, unless the host is to be reached without', async () => {
    const tunnels: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket: Socket) => {
      tunnels.push(`${request.url ?? ''} ${request.headers['proxy-authorization'] ?? ''}`);
      if (request.headers['proxy-authorization'] === undefined) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const target = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
      for (const end of [socket, target]) end.on('error', () => end.destroy());
    });
    await using(proxy, async (url) => {
      const host = new URL(bench.double.url).host;
      const named = url.replace('//', '//anna:geheim%21@');
      expect(await lookUp(clientsWith({ proxy: { url: named, strictSSL: true } }))).toBe(50);
      expect(tunnels).toEqual([`${host} Basic ${Buffer.from('anna:geheim!').toString('base64')}`]);
      expect(await lookUp(clientsWith({ proxy: { url: named, strictSSL: true, noProxy: ['localhost', '127.0.0.1'] } }))).toBe(50);
      expect(tunnels).toHaveLength(1);
      const refused: unknown = await lookUp(clientsWith({ proxy: { url, strictSSL: true } }), 'us-east-2', 1).catch(
        (error: unknown) => error,
      );
      expect(problemOf(refused, 'cloudtrail:LookupEvents', 0)).toMatchObject({
        reason: 'network',
        message: expect.stringContaining('proxy') as string,
      });
    });
    const gone: unknown = await lookUp(
      clientsWith({ proxy: { url: 'http://anna:geheim@127.0.0.1:9', strictSSL: true } }),
      'us-east-2',
      1,
    ).catch((error: unknown) => error);
    const problem = problemOf(gone, 'cloudtrail:LookupEvents', 0);
    expect(problem).toMatchObject({ reason: 'network' });
    expect(problem.message).not.toContain('geheim');
  });
});

function hoursOff(hours: number): number {
  return hours * 3_600_000;
}

function controller(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const made = new AbortController();
  return { signal: made.signal, abort: () => made.abort() };
}

async function using(server: Server, work: (url: string) => Promise<void>): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
