import type { Diagnostic, DiagnosticSeverity, Span } from './diagnostic';
import { analyse } from './query';

/** A place as editors count it: zero-based line and UTF-16 character. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** One row of the headless command `check`. */
export interface CheckRow extends Position {
  readonly endLine: number;
  readonly endCharacter: number;
  readonly code: string;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
  readonly fixes: readonly {
    readonly title: string;
    readonly newText: string;
    readonly range: { readonly start: Position; readonly end: Position };
  }[];
}

/** Everything wrong or doubtful in a file of queries, in the order of the text. */
export function checkRows(text: string): readonly CheckRow[] {
  const positions = new Positions(text);
  return analyse(text).diagnostics.map((diagnostic) => row(diagnostic, positions));
}

function row({ start, end, code, severity, message, fixes }: Diagnostic, positions: Positions): CheckRow {
  const last = positions.at(end);
  return {
    ...positions.at(start),
    endLine: last.line,
    endCharacter: last.character,
    code,
    severity,
    message,
    fixes: fixes.map(({ title, newText, ...span }) => ({ title, newText, range: positions.range(span) })),
  };
}

/** From offsets to lines and back. Lines end with `\n`, `\r\n` or `\r`, as in editors. */
export class Positions {
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
  }

  at(offset: number): Position {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: offset - (this.starts[low] ?? 0) };
  }

  range({ start, end }: Span): { readonly start: Position; readonly end: Position } {
    return { start: this.at(start), end: this.at(end) };
  }

  /** The offset of a place; one beyond the last line is the start of the last line. */
  offset({ line, character }: Position): number {
    return (this.starts[Math.min(Math.max(line, 0), this.starts.length - 1)] ?? 0) + character;
  }
}
