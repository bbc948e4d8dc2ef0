import { regionCode, regionName } from '../domain/regions';
import { marksOf, type Mark } from './marks';
import { analyse } from './query';

/** What is shown after a value and is not in the text. */
export interface InlayHint {
  readonly at: number;
  readonly label: string;
}

/** The other spelling of each region of a file: `AWS Ohio` after `'us-east-2'`, and the other way round. */
export function inlayHints(text: string): readonly InlayHint[] {
  return analyse(text).queries.flatMap(({ tree }) => marksOf(text, tree).flatMap(hintOf));
}

function hintOf(mark: Mark): readonly InlayHint[] {
  if (mark.kind !== 'value' || mark.attribute?.values !== 'region') return [];
  const { value } = mark;
  const code = regionCode(value.text);
  const name = regionName(code);
  if (name === undefined) return [];
  return [{ at: value.end, label: code === value.text.trim().toLowerCase() ? name : code }];
}
