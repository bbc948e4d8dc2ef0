import type { ReadyMade } from '../investigations/ready-made';
import type { SavedFile, SavedSearch } from '../investigations/saved-searches';
import type { PastSearch } from '../investigations/search-history';

/** Rows of the Investigations tree: section → (file →) search. */
export type InvestigationNode =
  | { readonly kind: 'searches'; readonly id: string; readonly section: 'saved' | 'recent' | 'readyMade'; readonly count: number }
  | { readonly kind: 'savedFile'; readonly id: string; readonly file: SavedFile }
  | SearchNode;

/** A row that stands for one search. */
export type SearchNode =
  | { readonly kind: 'saved'; readonly id: string; readonly search: SavedSearch }
  | { readonly kind: 'recent'; readonly id: string; readonly search: PastSearch }
  | { readonly kind: 'readyMade'; readonly id: string; readonly search: ReadyMade };

/** Whether an argument of a command is such a row. */
export function isSearchNode(argument: unknown): argument is SearchNode {
  if (typeof argument !== 'object' || argument === null || !('kind' in argument) || !('search' in argument)) return false;
  return argument.kind === 'saved' || argument.kind === 'recent' || argument.kind === 'readyMade';
}
