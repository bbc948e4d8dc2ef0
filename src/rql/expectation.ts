import type { Attribute } from './attributes';
import type { FunctionResult } from './functions';
import type { PathTree } from './syntax';

/** Something that could stand where the text stops, from `start` to the cursor. */
export interface Expectation {
  readonly start: number;
  readonly what:
    | { readonly kind: 'words'; readonly words: readonly string[] }
    /** One of these. */
    | { readonly kind: 'attribute'; readonly attributes: readonly Attribute[] }
    | { readonly kind: 'operator'; readonly attribute: Attribute }
    | { readonly kind: 'value'; readonly attribute: Attribute; readonly taken: readonly string[] }
    /** `array`: inside a quantifier over its elements. `quote`: for keys that need quotes. `times`: only times can be meant. */
    | { readonly kind: 'path'; readonly array?: PathTree; readonly quote: '"' | "'"; readonly times: boolean }
    /** One of these attributes or, where `paths` says so, a path, to be shown or counted by. */
    | { readonly kind: 'column'; readonly attributes: readonly Attribute[]; readonly paths: boolean; readonly taken: readonly string[] }
    /** `left`: what the function before it gives; absent: something else stands there. */
    | { readonly kind: 'json-operator'; readonly left: FunctionResult | undefined }
    /** A function that gives one of these. */
    | { readonly kind: 'function'; readonly results: readonly FunctionResult[] }
    /** `numeric`: only numbers can be meant. */
    | { readonly kind: 'json-value'; readonly path: PathTree; readonly quote: '"' | "'"; readonly numeric: boolean };
}
