import { textAt, type JsonObject } from '../domain/json';
import { MINUTE } from '../domain/time';
import { fileSuffix } from './ids';
import { Random } from './random';
import { ORGANISATION } from './world';

/** One log file as CloudTrail delivers it: its path below the bucket, with `/`, and its records. */
export interface LogFile {
  readonly path: string;
  readonly account: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly delivered: number;
  readonly records: readonly JsonObject[];
}

/** How much time one file covers. AWS delivers more often; so few events don't need so many files. */
const PERIOD = 60 * MINUTE;
/** From the end of that time to the delivery. */
const LAG = 5 * MINUTE;
/** Share of the records that are delivered once more, with the next file. */
const REPEATED = 0.01;

type Delivery = Omit<LogFile, 'path' | 'records'>;

/** The folder of an account's logs below `AWSLogs`. */
export function accountFolder(account: string): string {
  return `AWSLogs/${ORGANISATION}/${account}`;
}

/**
 * Sorts records into files by account, region and time of delivery. Within a file they are in no order,
 * and some come twice, byte for byte, in two files: so do real deliveries.
 */
export function deliver(records: readonly JsonObject[], seed: number): LogFile[] {
  const random = new Random(seed, 'delivery');
  const files = new Map<string, Delivery & { readonly records: JsonObject[] }>();
  const put = (record: JsonObject, delivered: number) => {
    const account = textAt(record, 'recipientAccountId') ?? '';
    const region = textAt(record, 'awsRegion') ?? '';
    const key = `${account}/${region}/${delivered}`;
    const file = files.get(key) ?? { account, region, delivered, records: [] };
    files.set(key, file);
    file.records.push(record);
  };
  for (const record of records) {
    const time = Math.floor(Date.parse(textAt(record, 'eventTime') ?? '') / PERIOD) * PERIOD + PERIOD + LAG;
    put(record, time);
    if (random.chance(REPEATED)) put(record, time + PERIOD);
  }
  return [...files.values()]
    .map((file) => ({ ...file, path: pathOf(file, random), records: random.shuffled(file.records) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function pathOf({ account, region, delivered }: Delivery, random: Random): string {
  const at = new Date(delivered).toISOString();
  const day = at.slice(0, 10).replaceAll('-', '/');
  const stamp = `${at.slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
  return `${accountFolder(account)}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${stamp}_${fileSuffix(random)}.json.gz`;
}
