/** Standard output carries the answer alone; a reader that goes away (`| head`) ends the program quietly. */
export function writeLine(line: string): void {
  writeText(`${line}\n`);
}

export function writeText(text: string): void {
  process.stdout.write(text);
}

export function writeJson(value: unknown): void {
  writeLine(JSON.stringify(value));
}

/** Progress and messages, on standard error. */
export function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}

/**
 * One CSV line (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it: names and agents in
 * a log are chosen by anybody.
 */
export function csvLine(values: readonly (string | number | undefined)[]): string {
  return values.map(csvCell).join(',');
}

function csvCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
