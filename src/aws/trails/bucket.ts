import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { partitionOf, type Partition } from '../../domain/partition';
import type { Caller } from './caller';

export interface S3Object {
  readonly key: string;
  /** Of its content. */
  readonly etag: string;
  readonly bytes: number;
}

export interface ListOptions {
  /** Only keys behind this one. */
  readonly after?: string;
  /** Keys of a page; S3 gives 1,000 at most. */
  readonly most?: number;
}

/** One page of a listing, in the order of the keys. */
export interface ListedPage {
  readonly objects: readonly S3Object[];
  readonly more: boolean;
}

/** Where S3 tells of buckets of any region of a partition. */
const MAIN_REGION: Readonly<Record<Partition, string>> = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };
/** How often the content of an object is asked for: what breaks off in the middle is no failure that the SDK would see. */
const TRIES = 4;
const RETRY_MS = 200;
/** So long nothing of an object comes: it will not come. */
const SILENCE_MS = 30_000;
/** What the server says when a bucket lives elsewhere. */
const ELSEWHERE = new Set(['PermanentRedirect', 'TemporaryRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException']);

/** A bucket, read with one account's credentials, wherever it lives. */
export class Bucket {
  private at: Promise<string> | undefined;

  /** @param guess the region to try first */
  constructor(
    readonly name: string,
    private readonly guess: string,
    private readonly caller: Caller,
  ) {}

  /** Another bucket, read by the same account. */
  other(name: string): Bucket {
    return new Bucket(name, this.guess, this.caller);
  }

  /** Pages of what is below a prefix. */
  async *list(prefix: string, { after, most }: ListOptions = {}): AsyncGenerator<ListedPage> {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
    let token: string | undefined;
    do {
      const page = await this.send((s3, abortSignal) =>
        s3.send(
          new ListObjectsV2Command({
            Bucket: this.name,
            Prefix: prefix,
            ...(after !== undefined && { StartAfter: after }),
            ...(most !== undefined && { MaxKeys: most }),
            ...(token !== undefined && { ContinuationToken: token }),
          }),
          { abortSignal },
        ),
      );
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      const objects = (page.Contents ?? []).map(({ Key = '', ETag = '', Size = 0 }) => ({ key: Key, etag: ETag, bytes: Size }));
      yield { objects, more: token !== undefined };
    } while (token !== undefined);
  }

  /** The folders right below a prefix that begin with it, each with its `/`. */
  async folders(prefix: string): Promise<readonly string[]> {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
    const page = await this.send((s3, abortSignal) =>
      s3.send(new ListObjectsV2Command({ Bucket: this.name, Prefix: prefix, Delimiter: '/' }), { abortSignal }),
    );
    return (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []);
  }

  /** Hands the content of an object on as it comes, and once more from the start where it breaks off. */
  async read<T>(key: string, use: (content: AsyncIterable<Buffer>, metadata: Readonly<Record<string, string>>) => Promise<T>): Promise<T> {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const { signal } = this.caller;
    for (let tried = 1; ; tried++) {
      const answer = await this.send((s3, abortSignal) => s3.send(new GetObjectCommand({ Bucket: this.name, Key: key }), { abortSignal }));
      const content = new Content(answer, signal);
      try {
        return await use(content.chunks(), answer.Metadata ?? {});
      } catch (error) {
        if (!content.broken || signal.aborted || tried === TRIES) throw error;
      } finally {
        content.close();
      }
      await wait(RETRY_MS * 2 ** tried * (0.5 + Math.random()), undefined, { signal });
    }
  }

  /** Writes an object to a file. Nothing is left of one that could not be read whole. */
  async save(key: string, path: string): Promise<void> {
    try {
      await this.read(key, (content) => pipeline(content, createWriteStream(path), { signal: this.caller.signal }));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  private async send<T extends { readonly $metadata: { readonly attempts?: number | undefined } }>(
    request: (s3: S3Client, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const region = await (this.at ?? this.guess);
    try {
      return await this.counted(region, request);
    } catch (error) {
      if (!isElsewhere(error)) throw error;
      this.at ??= this.locate(error);
      const right = await this.at;
      if (right === region) throw error;
      return this.counted(right, request);
    }
  }

  private async counted<T extends { readonly $metadata: { readonly attempts?: number | undefined } }>(
    region: string,
    request: (s3: S3Client, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { clients, signal } = this.caller;
    return this.caller.counted(request(await clients.of('s3', region), signal));
  }

  /** The answer that sent us elsewhere often says where; else there is a question for it. */
  private async locate(error: unknown): Promise<string> {
    const { headers } = (error as { $response?: { headers?: Record<string, string> } }).$response ?? {};
    const told = headers?.['x-amz-bucket-region'];
    if (told !== undefined) return told;
    const { GetBucketLocationCommand } = await import('@aws-sdk/client-s3');
    const answer = await this.counted(MAIN_REGION[partitionOf(this.guess)], (s3, abortSignal) =>
      s3.send(new GetBucketLocationCommand({ Bucket: this.name }), { abortSignal }),
    );
    const where = answer.LocationConstraint as string | undefined;
    return where === undefined || where === '' ? 'us-east-1' : where === 'EU' ? 'eu-west-1' : where; // as S3 has it since its first days
  }
}

/** What comes of an object, watched: whether it is silent for too long, and whether all of it came. */
class Content {
  /** It did not come whole, by no fault of whoever took it. */
  broken = false;
  private readonly body: Readable;

  constructor(
    private readonly answer: GetObjectCommandOutput,
    private readonly signal: AbortSignal,
  ) {
    this.body = answer.Body as Readable; // Node's, in Node
  }

  async *chunks(): AsyncGenerator<Buffer> {
    const silence = setTimeout(
      () => this.body.destroy(Object.assign(new Error('nothing came for too long'), { name: 'TimeoutError' })),
      SILENCE_MS,
    );
    const stop = (): void => void this.body.destroy(new DOMException('cancelled', 'AbortError'));
    this.signal.addEventListener('abort', stop, { once: true });
    let bytes = 0;
    try {
      this.broken = true; // until all is there
      for await (const chunk of this.body as AsyncIterable<Buffer>) {
        silence.refresh();
        bytes += chunk.length;
        this.broken = false;
        yield chunk;
        this.broken = true;
      }
      const whole = this.answer.ContentLength ?? bytes;
      if (bytes !== whole) throw Object.assign(new Error(`only ${bytes} of ${whole} bytes came`), { code: 'ECONNRESET' });
      this.broken = false;
    } finally {
      clearTimeout(silence);
      this.signal.removeEventListener('abort', stop);
    }
  }

  /** Nobody reads on. */
  close(): void {
    this.body.destroy();
  }
}

function isElsewhere(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { httpStatusCode } = (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
  return ELSEWHERE.has(error.name) || httpStatusCode === 301;
}
