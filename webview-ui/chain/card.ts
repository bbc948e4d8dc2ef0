import { el, type Child } from '../dom';

export interface CardParts {
  /** Unique in the chain. */
  readonly key: string;
  /** Its place in it, from 0: what its parts are called by, for a key may hold anything. */
  readonly place: number;
  readonly class: string;
  /** In the circle beside it. */
  readonly mark: Child;
  /** What ties it to the card above. */
  readonly link?: HTMLElement;
  /** All that a screen reader says of it, the link aside. */
  readonly label: string;
  readonly head: readonly Child[];
  /** Made when somebody asks for it the first time. */
  readonly evidence: () => HTMLElement;
}

/** A record, or the root, and below it why it stands there: a button that discloses its evidence. */
export class Card {
  readonly element: HTMLElement;
  readonly head: HTMLButtonElement;
  readonly key: string;
  private readonly body: HTMLElement;

  constructor(
    private readonly parts: CardParts,
    private readonly onToggle: () => void,
  ) {
    const { key, place, link, label, mark, head } = parts;
    this.key = key;
    const id = `card-${place}`;
    if (link !== undefined) link.id = `${id}-link`;
    this.body = el('div', { class: 'evidence', id: `${id}-evidence`, role: 'group', 'aria-labelledby': id, hidden: true });
    this.head = el(
      'button',
      {
        type: 'button',
        class: 'card-head',
        id,
        tabindex: -1,
        'aria-label': label,
        'aria-expanded': 'false',
        'aria-controls': this.body.id,
        ...(link !== undefined && { 'aria-describedby': link.id }),
      },
      ...head,
    );
    this.head.addEventListener('click', () => this.toggle(!this.isOpen));
    const card = el('div', { class: 'card' }, this.head, this.body);
    this.element = el('li', { class: `step ${parts.class}` }, link, el('span', { class: 'mark', 'aria-hidden': 'true' }, mark), card);
  }

  get isOpen(): boolean {
    return !this.body.hidden;
  }

  toggle(open: boolean): void {
    if (open && this.body.childElementCount === 0) this.body.append(this.parts.evidence());
    this.body.hidden = !open;
    this.head.setAttribute('aria-expanded', String(open));
    this.onToggle();
  }
}
