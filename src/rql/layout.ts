import type { Piece } from './pieces';

/** A query longer than this is broken. Columns. */
const WIDTH = 120;
const STEP = 2;
/** Deeper brackets than a query can have are not looked into. */
const DEEPEST = 64;
const TAIL_STARTS: ReadonlySet<string> = new Set(['addcolumn', 'limit', '|', 'group']);

/** A piece and how it meets the one before it. */
interface Atom {
  readonly text: string;
  readonly piece: Piece;
  /** How many brackets it stands in; a bracket stands in itself. */
  readonly depth: number;
  /** What is between them where the line goes on. */
  readonly space: string;
  /** The line ends between them, whatever its length: after a comment, and before one that had a line of its own. */
  readonly breaks: boolean;
  /** What stands before it, comments aside. */
  readonly follows: Piece | undefined;
}

/**
 * Writes the pieces of one query with one space between them, brackets and commas as in English.
 * - A query of up to 120 columns stands on one line.
 * - A longer one is broken before each AND and OR of the query and before its tails, which stand in by two; a join after each semicolon.
 * - What is longer still is broken after "where", before the and and or of its json.rule, then inside its brackets; lists between their
 *   values.
 * - A comment ends its line.
 * @param text the file the pieces are of; what is between an unknown piece and its neighbours stays as it was there
 */
export function layOut(text: string, pieces: readonly Piece[]): string {
  const atoms = atomsOf(text, pieces);
  const flat = flatLine(atoms, 0);
  if (flat !== undefined) return flat;
  return split(atoms, startsClause)
    .flatMap((clause) => print(clause, 0, STEP))
    .join('\n');
}

function atomsOf(text: string, pieces: readonly Piece[]): readonly Atom[] {
  let depth = 0;
  let follows: Piece | undefined;
  return pieces.map((piece, index) => {
    if (piece.kind === 'open') depth++;
    const atom = { text: piece.text, piece, depth, follows, ...meeting(text, pieces[index - 1], piece) };
    if (piece.kind === 'close') depth--;
    if (piece.kind !== 'comment') follows = piece;
    return atom;
  });
}

function meeting(text: string, before: Piece | undefined, piece: Piece): Pick<Atom, 'space' | 'breaks'> {
  if (before === undefined) return { space: '', breaks: false };
  const between = text.slice(before.end, piece.start);
  const breaks = before.kind === 'comment' || (piece.kind === 'comment' && between.includes('\n'));
  const isKnown = before.kind !== 'unknown' && piece.kind !== 'unknown';
  return { breaks, space: !isKnown ? between : isTight(before, piece) ? '' : ' ' };
}

/** Whether nothing stands between two pieces. */
function isTight(before: Piece, piece: Piece): boolean {
  if (before.kind === 'open' || before.text === '!' || isQuote(before, true)) return true;
  if (piece.kind === 'close' || piece.kind === 'comma' || piece.kind === 'semicolon' || isQuote(piece, false)) return true;
  if (piece.kind === 'tag' || ((before.text === 'count' || before.kind === 'function') && piece.kind === 'open')) return true;
  // A quantifier and its condition are of one path.
  return (before.kind === 'path' && piece.kind === 'open') || (before.kind === 'close' && piece.kind === 'path');
}

function isQuote({ mark }: Piece, opens: boolean): boolean {
  return mark?.kind === 'quote' && mark.opens === opens;
}

/** Lines of a stretch of a query; those after the first stand in by `more`. */
function print(atoms: readonly Atom[], indent: number, more: number): readonly string[] {
  const last = atoms.findLastIndex(({ piece }) => piece.kind !== 'comment');
  if (flatLine(atoms.slice(0, last + 1), indent) !== undefined) return printPlain(atoms, indent);
  for (const separates of SEPARATORS) {
    const parts = split(atoms, separates);
    if (parts.length > 1) return parts.flatMap((part, index) => print(part, index === 0 ? indent : indent + more, STEP));
  }
  return printBrackets(atoms, indent) ?? printPlain(atoms, indent);
}

/** The one line these make; `undefined`: it is too long, or something ends it before its end. A comment at its end may be as long as it likes. */
function flatLine(atoms: readonly Atom[], indent: number): string | undefined {
  if (atoms.some(({ breaks }, index) => index > 0 && breaks)) return undefined;
  const line = ' '.repeat(indent) + joined(atoms);
  const last = atoms.at(-1);
  const length = line.length - (last?.piece.kind === 'comment' ? last.text.length : 0);
  return length <= WIDTH && !line.includes('\n') ? line : undefined;
}

function joined(atoms: readonly Atom[]): string {
  return atoms.map(({ text, space }, index) => (index === 0 ? text : space + text)).join('');
}

type Separates = (atom: Atom, outside: number) => boolean;

function startsClause({ follows, piece }: Atom): boolean {
  return follows?.kind === 'semicolon' && piece.kind !== 'comment';
}

function startsValue(atom: Atom, outside: number): boolean {
  return atom.follows?.kind === 'comma' && atom.piece.kind !== 'comment' && around(atom) === outside;
}

/** What a stretch is broken before, the outermost first. */
const SEPARATORS: readonly Separates[] = [
  ({ piece, depth }, outside) => piece.level === 'query' && depth === outside && (isJunction(piece) || startsTail(piece)),
  ({ piece, follows }) => follows?.kind === 'keyword' && follows.text === 'where' && piece.kind !== 'comment',
  ({ piece, depth }, outside) => piece.level === 'rule' && depth === outside && isJunction(piece),
];

function isJunction({ kind, text }: Piece): boolean {
  return kind === 'connective' && !/^(?:not|!)$/i.test(text);
}

function startsTail({ kind, text }: Piece): boolean {
  return kind === 'keyword' && TAIL_STARTS.has(text);
}

/** Parts a stretch before each atom that separates, its first one aside. */
function split(atoms: readonly Atom[], separates: Separates): readonly (readonly Atom[])[] {
  const outside = atoms.reduce((least, atom) => Math.min(least, around(atom)), Infinity);
  const parts: Atom[][] = [];
  atoms.forEach((atom, index) => {
    if (index === 0 || separates(atom, outside)) parts.push([]);
    parts.at(-1)?.push(atom);
  });
  return parts;
}

/** How many brackets are around it, itself aside. */
function around({ depth, piece: { kind } }: Atom): number {
  return kind === 'open' || kind === 'close' ? depth - 1 : depth;
}

/** Opens the longest brackets of a stretch: what is in them gets lines of its own. */
function printBrackets(atoms: readonly Atom[], indent: number): readonly string[] | undefined {
  const group = indent > DEEPEST * STEP ? undefined : longestBrackets(atoms);
  if (group === undefined) return undefined;
  const head = printPlain(atoms.slice(0, group.open + 1), indent);
  const inside = printInside(atoms.slice(group.open + 1, group.close), indent + STEP);
  return [...head, ...inside, ...print(atoms.slice(group.close), indent, STEP)];
}

function longestBrackets(atoms: readonly Atom[]): { readonly open: number; readonly close: number } | undefined {
  let longest: { readonly open: number; readonly close: number } | undefined;
  const opened: number[] = [];
  atoms.forEach(({ piece: { kind } }, index) => {
    if (kind === 'open') opened.push(index);
    const open = kind === 'close' ? opened.pop() : undefined;
    // Of two within one another the outer one is closed later and is the longer one.
    if (open !== undefined && index - open > (longest === undefined ? 1 : longest.close - longest.open)) longest = { open, close: index };
  });
  return longest;
}

/** What stands in brackets: a condition as any other, a list with as many values to a line as it takes. */
function printInside(atoms: readonly Atom[], indent: number): readonly string[] {
  const values = split(atoms, startsValue);
  if (values.length === 1) return print(atoms, indent, 0);
  const lines: Atom[][] = [];
  for (const value of values) {
    const line = lines.at(-1);
    if (line !== undefined && flatLine([...line, ...value], indent) !== undefined) line.push(...value);
    else lines.push([...value]);
  }
  return lines.flatMap((line) => print(line, indent, 0));
}

/** As it is, broken only where it must be. */
function printPlain(atoms: readonly Atom[], indent: number): readonly string[] {
  const lines: Atom[][] = [];
  for (const atom of atoms) {
    if (lines.length === 0 || atom.breaks) lines.push([]);
    lines.at(-1)?.push(atom);
  }
  return lines.map((line, index) => ' '.repeat(index === 0 ? indent : indent + STEP) + joined(line));
}
