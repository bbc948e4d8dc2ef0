import { createHash } from 'node:crypto';
import type { Grant, PublicAccessBlockConfiguration, ServerSideEncryptionConfiguration, Tag } from '@aws-sdk/client-s3';

export interface StoredObject {
  readonly lastModified: Date;
  /** Made when it is first read. */
  readonly body: () => Uint8Array;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The objects of a bucket, by key. @param fill puts the first ones in, when somebody first looks */
export class Objects {
  private readonly stored = new Map<string, StoredObject>();
  private sorted: readonly string[] | undefined;
  private filled = false;

  constructor(private readonly fill: (objects: Objects) => void = () => undefined) {}

  put(key: string, object: StoredObject): void {
    this.ready();
    let body: Uint8Array | undefined;
    this.stored.set(key, { ...object, body: () => (body ??= object.body()) });
    this.sorted = undefined;
  }

  delete(key: string): void {
    this.ready();
    this.stored.delete(key);
    this.sorted = undefined;
  }

  get(key: string): StoredObject | undefined {
    this.ready();
    return this.stored.get(key);
  }

  /** In the order in which S3 lists them: that of their bytes. */
  keys(): readonly string[] {
    this.ready();
    return (this.sorted ??= [...this.stored.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  }

  private ready(): void {
    if (this.filled) return;
    this.filled = true;
    this.fill(this);
  }
}

export interface BucketWorld {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly created: Date;
  grants: readonly Grant[];
  policy?: string;
  publicAccessBlock?: PublicAccessBlockConfiguration;
  encryption: ServerSideEncryptionConfiguration;
  versioning?: 'Enabled' | 'Suspended';
  tags: readonly Tag[];
  /** Other accounts that may read it. */
  readers: readonly string[];
  readonly objects: Objects;
}

/** S3's mark of a content. */
export function etagOf(body: Uint8Array): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}
