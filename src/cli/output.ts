/** Standard output carries the answer alone; a reader that goes away (`| head`) ends the program quietly. */
export function writeText(text: string): void {
  process.stdout.write(text);
}

export function writeJson(value: unknown): void {
  writeText(`${JSON.stringify(value)}\n`);
}

/** Progress and messages, on standard error. */
export function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}
