/** How `count(X)` compares. */
export interface CountOperator {
  readonly id: 'greater' | 'less' | 'equals' | 'atLeast' | 'atMost';
  readonly negated: boolean;
  /** The first one is how people write it. */
  readonly texts: readonly string[];
  readonly doc: string;
}

export const COUNT_OPERATORS: readonly CountOperator[] = [
  { id: 'greater', negated: false, texts: ['greater than', '>'], doc: 'More resources than this.' },
  { id: 'less', negated: false, texts: ['less than', '<'], doc: 'Fewer resources than this.' },
  { id: 'equals', negated: false, texts: ['equals', '==', '='], doc: 'So many resources.' },
  { id: 'equals', negated: true, texts: ['does not equal', '!='], doc: 'Another number of resources.' },
  { id: 'atLeast', negated: false, texts: ['>='], doc: 'So many resources or more.' },
  { id: 'atMost', negated: false, texts: ['<='], doc: 'So many resources or fewer.' },
];
