import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One record: a second before the one that comes before it. */
interface Made {
  readonly time: string;
  readonly operation: string;
  readonly user: string;
  readonly error: string;
}

const NEWEST = Date.UTC(2026, 0, 31, 12);
const OPERATIONS = ['CreateBucket', 'DeleteBucket', 'ListBuckets', 'PutObject'] as const;
/** What an attacker might be called, and longer than any column. */
export const HOSTILE = `=HYPERLINK("http://x","<img src=x onerror=alert(1)>") [click](command:x) ${'long '.repeat(60)}`.trim();

function made(index: number): Made {
  return {
    time: new Date(NEWEST - index * 1000).toISOString().replace('.000Z', 'Z'),
    operation: OPERATIONS[index % OPERATIONS.length] ?? 'CreateBucket',
    user: index % 1000 === 3 ? HOSTILE : `user-${index % 97}`,
    error: index % 5 === 0 ? 'AccessDenied' : '',
  };
}

const REST = { awsRegion: 'us-east-2', eventSource: 's3.amazonaws.com', recipientAccountId: '111122223333', sourceIPAddress: '10.0.0.1' };

/** Runs `body` with a folder of one log file of so many records, which is removed afterwards. */
export async function withManyRows(count: number, body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nephoscope-rows-'));
  try {
    const records = Array.from({ length: count }, (_, index) => {
      const { time, operation, user, error } = made(index);
      const fault = error === '' ? {} : { errorCode: error };
      return {
        eventID: `row-${index}`,
        eventTime: time,
        eventName: operation,
        userIdentity: { type: 'IAMUser', userName: user },
        ...REST,
        ...fault,
      };
    });
    await writeFile(join(folder, 'many.json'), JSON.stringify({ Records: records }));
    await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The file that an export of these columns is, for the records whose operation it is: made from the records and not from the product. */
export function expectedCsv(count: number, operation: string): string {
  const lines = Array.from({ length: count }, (_, index) => made(index)).flatMap((record) => {
    if (record.operation !== operation) return [];
    const user = record.user === HOSTILE ? `"'${HOSTILE.replaceAll('"', '""')}"` : record.user;
    return [`${user},${record.time},${record.operation},us-east-2,s3.amazonaws.com,${user},,10.0.0.1,111122223333,${record.error}\n`];
  });
  return `\ufeffuser,time,operation,region,service,subject,role,ip,account,errorCode\n${lines.join('')}`;
}
