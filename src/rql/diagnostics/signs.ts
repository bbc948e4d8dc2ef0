import { event, type DiagnosticTable } from './row';

/** Quotes, brackets, commas, and text that means nothing where it stands. */
export const SIGN_DIAGNOSTICS = {
  'comma-missing': {
    severity: 'warning',
    message: 'A comma is missing between the values.',
    doc: 'The list is understood without it. Other products that read this language ask for the comma.',
    bad: event("operation IN ('CreateService' 'CreateCluster')"),
    good: event("operation IN ('CreateService', 'CreateCluster')"),
    keepsMeaning: true,
  },
  'bracket-missing': {
    severity: 'error',
    message: 'A closing bracket is missing.',
    doc: 'The bracket that is marked is never closed. The repair closes it where the condition or the list ends.',
    bad: event("(user = 'root' OR role = 'admin'"),
    good: event("(user = 'root' OR role = 'admin')"),
  },
  'bracket-stray': {
    severity: 'warning',
    message: 'This bracket closes nothing.',
    doc: 'The query is understood as if the bracket were not there. If one is missing before it, write that; else remove this one.',
    bad: event("user = 'root' ]"),
    good: event("user = 'root' "),
    keepsMeaning: true,
  },
  'string-unclosed': {
    severity: 'error',
    message: 'The closing quote is missing.',
    doc: 'A text ends with the quote it began with, on the same line. A quote within it is written with a backslash before it, or the text is put in quotes of the other kind.',
    bad: event("user = 'root"),
    good: event("user = 'root'"),
  },
  'quotes-typographic': {
    severity: 'warning',
    message: 'Typographic quotes: write straight ones.',
    doc: 'Word processors and chats replace straight quotes. The query is understood; other products that read this language do not understand it.',
    bad: event('user = “root”'),
    good: event("user = 'root'"),
    keepsMeaning: true,
  },
  'text-unexpected': {
    severity: 'error',
    message: '"{0}" is not understood here.',
    doc: 'The text is no condition, no `AND` or `OR`, and nothing that may follow a condition. A value with blanks stands in quotes.',
    bad: event('user = John Smith'),
    good: event("user = 'John Smith'"),
  },
  'too-deep': {
    severity: 'error',
    message: 'Brackets are nested too deeply.',
    doc: 'Brackets may be nested 64 deep, and quantifiers such as `[?any(…)]` 8 deep.',
    bad: event(`${'('.repeat(65)}user = 'root'${')'.repeat(65)}`),
    good: event("user = 'root'"),
  },
} as const satisfies DiagnosticTable;
