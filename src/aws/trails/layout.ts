import { DAY } from '../../domain/time';

/** Where the files of one account and region lie in the bucket of a trail. */
export interface Place {
  readonly bucket: string;
  /** Before `AWSLogs`: empty, or a prefix that ends in `/`. */
  readonly root: string;
  /** Of a trail of an organisation, such as `o-7kq2m9x4ta`. */
  readonly organisation?: string;
  readonly account: string;
  readonly region: string;
}

export type Delivered = 'CloudTrail' | 'CloudTrail-Digest';

/** What the keys of an account's files of one kind and region begin with; below it are year, month and day of the delivery. */
export function placePrefix({ root, organisation, account, region }: Place, kind: Delivered): string {
  return `${root}AWSLogs/${organisation === undefined ? '' : `${organisation}/`}${account}/${kind}/${region}/`;
}

/** @param day epoch milliseconds of a midnight, UTC */
export function dayPrefix(prefix: string, day: number): string {
  return `${prefix}${new Date(day).toISOString().slice(0, 10).replaceAll('-', '/')}/`;
}

export function midnight(time: number): number {
  return Math.floor(time / DAY) * DAY;
}

/** The day that a key below a prefix lies in, epoch milliseconds; `undefined`: it is not laid out by days. */
export function dayOf(prefix: string, key: string): number | undefined {
  const [, year, month, day] = /^(\d{4})\/(\d\d)\/(\d\d)\//.exec(key.slice(prefix.length)) ?? [];
  const time = year === undefined || !key.startsWith(prefix) ? NaN : Date.parse(`${year}-${month ?? ''}-${day ?? ''}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** When CloudTrail delivered a log file, by its name; epoch milliseconds, a whole minute. `undefined`: it is no name of a log file. */
export function deliveredAt(key: string): number | undefined {
  const [, date, hours, minutes] = /\/\d{12}_CloudTrail_[a-z0-9-]+_(\d{8})T(\d\d)(\d\d)Z_[^/_]+\.json\.gz$/.exec(key) ?? [];
  if (date === undefined) return undefined;
  const time = Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${hours ?? ''}:${minutes ?? ''}:00Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** As people write it. */
export function s3Url(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}
