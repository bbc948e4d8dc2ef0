/** Rows as tab-separated values, as a spreadsheet pastes them: a tab or a line break within a value becomes a space. */
export function toTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => cells.map((cell) => defused(cell.replace(/[\t\r\n]+/g, ' '))).join('\t')).join('\n');
}

/** A spreadsheet runs what begins like a formula, and attackers choose names and user agents. */
function defused(cell: string): string {
  return /^[=+\-@]/.test(cell) ? `'${cell}` : cell;
}
