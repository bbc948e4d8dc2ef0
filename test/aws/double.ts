import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inPartition, type Identity } from './call';
import { writeEnvironment, type EnvironmentOptions } from './environment';
import { Faults, refusalOf, type Fault, type Place } from './faults';
import { PROTOCOLS, Refusal } from './protocol/protocols';
import type { RestRequest, WireReply } from './protocol/rest';
import { Quota } from './quota';
import { addressed, received, signedAt, type Addressed } from './request';
import { operations, SERVICES } from './services';
import { Sessions } from './sessions';
import { sampleWorld } from './world/sample-world';
import type { AccountWorld, World } from './world/world';

export interface DoubleOptions {
  /** Absent: that of the sample investigation, as of now. */
  readonly world?: World;
  /** The clock of the world and its events, epoch milliseconds; absent: this machine's, by which credentials expire in any case. */
  readonly now?: () => number;
  /** How many LookupEvents a second each account and region answers; absent: 2, as AWS does. `Infinity`: all. */
  readonly lookupsPerSecond?: number;
}

/** A request as it was answered, for tests to count. */
export interface Logged extends Place {
  /** Milliseconds of `performance.now()`, when it came. */
  readonly at: number;
  readonly input: unknown;
  /** Code of the error; absent: it went well. `dropped`: there was no answer. */
  readonly error?: string;
}

export interface Double {
  /** Such as `http://127.0.0.1:34567`. */
  readonly url: string;
  readonly world: World;
  readonly faults: Faults;
  readonly sessions: Sessions;
  /** Every request since it started, or since a test emptied this. */
  readonly requests: Logged[];
  /** Writes configuration for several profiles into a folder, and tells the environment in which the SDK talks to the double and nothing else. */
  environment(dir: string, options?: EnvironmentOptions): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** How far the time of a request may be off. */
const SKEW_ALLOWED_MS = 5 * 60_000;

/** Starts a double of AWS on the loopback interface. */
export async function startDouble({ world, now = Date.now, lookupsPerSecond = 2 }: DoubleOptions = {}): Promise<Double> {
  const answering = new Answering(world ?? sampleWorld(now()), now, new Quota(lookupsPerSecond, Math.max(lookupsPerSecond, 1)));
  const server = createServer((message, response) => {
    answering.answer(message, response).catch((error: unknown) => {
      console.error('The double of AWS failed:', error);
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { faults, sessions, requests } = answering;
  return {
    url,
    world: answering.world,
    faults,
    sessions,
    requests,
    environment: (dir, options) => writeEnvironment(dir, { url, sessions }, options),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

class Answering {
  readonly faults = new Faults();
  readonly sessions = new Sessions();
  readonly requests: Logged[] = [];

  constructor(
    readonly world: World,
    private readonly now: () => number,
    private readonly lookups: Quota,
  ) {}

  async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now();
    const request = await received(message);
    const to = addressed(request);
    if (to === undefined) {
      response.writeHead(404).end(`The double has no service for ${request.method} ${request.path}.`);
      return;
    }
    const { protocol: name, namespace } = SERVICES[to.service];
    const protocol = PROTOCOLS[name];
    const asked = protocol.read(await operations(to.service), request);
    const known = this.sessions.of(to.accessKeyId ?? '');
    const caller = known && { ...known, arn: inPartition(known.arn, to.region) };
    const operation =
      asked?.operation.name ?? new URLSearchParams(request.body).get('Action') ?? request.headers['x-amz-target'] ?? request.path;
    const place: Place = { service: to.service, operation, region: to.region, account: caller?.account ?? '' };
    const note = (error?: string): void => {
      this.requests.push({ ...place, at, input: asked?.input, ...(error === undefined ? {} : { error }) });
    };
    const requestId = randomUUID();
    const struck = this.faults.strike(place);
    for (const fault of struck) if (fault.kind === 'delay') await pause(fault.ms, response);
    const fault = struck.find(({ kind }) => kind !== 'delay');
    if (fault?.kind === 'never-answer') {
      note('dropped');
      return;
    }
    if (fault?.kind === 'drop' && fault.when === 'before') {
      note('dropped');
      message.socket.destroy();
      return;
    }
    let reply: WireReply;
    try {
      const account = this.admit(to, caller, place, request, fault);
      if (asked === undefined) throw new Refusal('InvalidAction', `The double does not know ${to.service}:${operation}.`);
      const handler = SERVICES[to.service].handlers[operation];
      if (handler === undefined) throw new Error(`${operation} has a schema and no handler.`);
      const who = caller ?? { account: '', arn: '', userId: '' };
      const call = { region: to.region, account, caller: who, world: this.world, sessions: this.sessions, now: this.now() };
      // What the schema read is what the handler of that operation takes.
      reply = protocol.write(asked.operation, await handler(asked.input as never, call), namespace, requestId);
      note(fault === undefined ? undefined : fault.kind === 'drop' ? 'dropped' : fault.kind);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      note(error.code);
      reply = protocol.refuse(error, namespace, requestId);
      reply = { ...reply, headers: { ...reply.headers, ...error.headers } };
    }
    const skew = fault?.kind === 'clock' ? fault.ms : 0;
    const headers = { ...reply.headers, 'x-amzn-RequestId': requestId, Date: new Date(Date.now() + skew).toUTCString() };
    send(response, request, { ...reply, headers }, fault);
  }

  /** The account that is asked, or why it refuses. */
  private admit(to: Addressed, caller: Identity | undefined, place: Place, request: RestRequest, fault: Fault | undefined): AccountWorld {
    const { protocol } = SERVICES[to.service];
    const refuse = (named: Parameters<typeof refusalOf>[0]): Refusal =>
      refusalOf(named, protocol, caller?.arn ?? '', `${to.service}:${place.operation}`);
    if (fault?.kind === 'refuse') throw new Refusal(fault.code, fault.message, fault.status);
    if (fault?.kind === 'server-error') throw new Refusal('InternalError', 'An internal error has occurred.', fault.status);
    if (fault?.kind === 'throttle' || fault?.kind === 'deny' || fault?.kind === 'expired-token' || fault?.kind === 'not-opted-in')
      throw refuse(fault.kind);
    const signed = signedAt(request);
    if (fault?.kind === 'clock' && signed !== undefined && Math.abs(Date.now() + fault.ms - signed) > SKEW_ALLOWED_MS)
      throw refuse('clock');
    const first = this.world.accounts.values().next().value;
    if (first === undefined) throw new Error('The world has no account.');
    if (to.accessKeyId === undefined) return first; // what isn't signed is asked of nobody's account
    const account = this.world.accounts.get(caller?.account ?? '');
    if (caller === undefined || account === undefined) throw refuse('not-opted-in'); // a key that nobody has is told the same
    if (caller.token !== request.headers['x-amz-security-token']) throw refuse('not-opted-in');
    if (caller.expires !== undefined && caller.expires <= Date.now()) throw refuse('expired-token');
    if (account.regions[to.region] === 'not-opted-in') throw refuse('not-opted-in');
    if (place.operation === 'LookupEvents' && !this.lookups.takes(`${place.account}/${place.region}`, performance.now()))
      throw refuse('throttle');
    return account;
  }
}

function send(response: ServerResponse, request: RestRequest, { status, headers, body }: WireReply, fault: Fault | undefined): void {
  if (fault?.kind === 'garbage' && fault.body === 'html') {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><body><h1>Welcome to the guest network</h1></body></html>');
    return;
  }
  const bytes = Buffer.from(body);
  if (fault?.kind === 'garbage') {
    response.writeHead(status, headers).end(bytes.subarray(0, Math.ceil(bytes.length / 2)));
    return;
  }
  response.writeHead(status, { ...headers, 'Content-Length': String(bytes.length) });
  if (fault?.kind === 'drop') response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
  else response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** Waits; shorter where the client goes first. */
function pause(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    response.once('close', () => {
      clearTimeout(timer);
      done();
    });
  });
}
