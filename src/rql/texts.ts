import { EVENT_ATTRIBUTES } from './attributes';
import { CONFIG_HEAD_DETAIL, ELSEWHERE, HEAD_DETAIL, SNIPPETS } from './completion-items';
import { CONFIG_ATTRIBUTES } from './config-attributes';
import { EXPLANATIONS } from './explain-texts';
import { FIX_TITLES } from './diagnostic';
import { DOCUMENT_TEXTS } from './diagnostics/document';
import { DIAGNOSTICS } from './diagnostics/table';
import { HOVER_TEXTS } from './hover';
import { JSON_FUNCTIONS } from './functions';
import { EVENT_OPERATORS, FILTER_OPERATORS, JSON_OPERATORS } from './operators';
import { RECORD_PATHS } from './record-paths';

/** Every English text of the language that people read, before its places are filled in: what a translation must have. */
export const TEXTS: readonly string[] = [
  ...new Set([
    ...Object.values(DIAGNOSTICS).flatMap(({ message, doc }) => [message, doc]),
    ...Object.values(FIX_TITLES),
    ...Object.values(DOCUMENT_TEXTS),
    ...Object.values(HOVER_TEXTS),
    ...[
      ...EVENT_ATTRIBUTES,
      ...CONFIG_ATTRIBUTES,
      ...EVENT_OPERATORS,
      ...JSON_OPERATORS,
      ...FILTER_OPERATORS,
      ...JSON_FUNCTIONS,
      ...RECORD_PATHS,
    ].map(({ doc }) => doc),
    ELSEWHERE,
    ...EXPLANATIONS,
    HEAD_DETAIL,
    CONFIG_HEAD_DETAIL,
    ...SNIPPETS.map(([, detail]) => detail),
  ]),
];
