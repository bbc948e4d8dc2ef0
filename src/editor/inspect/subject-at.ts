import { idAt } from '../../domain/find-ids';

/** Something whose cause can be traced, and where it stands: `[start, end)` within its line. */
export interface Subject {
  readonly subject: string;
  readonly start: number;
  readonly end: number;
}

const EVENT_ID = /(?<![0-9a-f-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f-])/gi;
const EVENT_ID_LENGTH = 36;

/** The event id, resource id, ARN or key at a place of a line, also where the place is its end. Looks at a bounded stretch around it. */
export function subjectInLine(line: string, character: number): Subject | undefined {
  const from = Math.max(0, character - EVENT_ID_LENGTH - 1);
  const near = line.slice(from, character + EVENT_ID_LENGTH + 1);
  for (const { 0: subject, index } of near.matchAll(EVENT_ID)) {
    const start = from + index;
    const end = start + subject.length;
    if (start <= character && character <= end) return { subject, start, end };
  }
  const found = idAt(line, character);
  return found === undefined || found.kind === 'account' ? undefined : { subject: found.token, start: found.start, end: found.end };
}
