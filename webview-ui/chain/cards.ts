import { el } from '../dom';
import { t } from '../localise';
import type { Card } from './card';
import { movedTo, type View } from './view';

/** The line of cards: one of them is in the order of Tab, and the arrows go from one to the next. */
export class Cards {
  readonly element = el('ol', { class: 'steps', role: 'list', 'aria-label': t('Cause chain') });
  private cards: readonly Card[] = [];
  private at = 0;

  constructor(private readonly onView: (view: View) => void) {
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.element.addEventListener('focusin', ({ target }) => {
      const index = this.cards.findIndex(({ element }) => target instanceof Node && element.contains(target));
      if (index >= 0 && index !== this.at) this.goTo(index);
    });
  }

  /** `make` gets what is called when evidence is opened or closed. */
  show(make: (onToggle: () => void) => readonly Card[], view: View): void {
    const focused = this.element.contains(document.activeElement);
    this.cards = [];
    const cards = make(() => this.tell());
    for (const card of cards) if (view.open.includes(card.key)) card.toggle(true);
    this.element.replaceChildren(...cards.map(({ element }) => element));
    this.cards = cards;
    this.goTo(
      Math.max(
        0,
        cards.findIndex(({ key }) => key === view.at),
      ),
    );
    if (focused) this.focus();
  }

  focus(): void {
    this.cards[this.at]?.head.focus();
  }

  private onKey(event: KeyboardEvent): void {
    const { key, target } = event;
    const card = this.cards[this.at];
    if (card === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === 'Escape' && card.isOpen) {
      card.toggle(false);
      card.head.focus();
    } else if (target !== card.head) return;
    else if (key === '?') card.toggle(!card.isOpen);
    else {
      const next = movedTo(key, this.at, this.cards.length);
      if (next === undefined) return;
      this.goTo(next);
      this.focus();
    }
    event.preventDefault();
  }

  private goTo(index: number): void {
    this.cards[this.at]?.head.setAttribute('tabindex', '-1');
    this.at = index;
    this.cards[index]?.head.setAttribute('tabindex', '0');
    this.tell();
  }

  private tell(): void {
    const at = this.cards[this.at]?.key;
    if (at !== undefined) this.onView({ open: this.cards.filter(({ isOpen }) => isOpen).map(({ key }) => key), at });
  }
}
