import '../shared.css';
import './chain.css';
import './cards.css';
import './evidence.css';
import type { ChainCalls, ChainEvents, ChainState, ShownRecord } from '../../src/protocol/chain';
import { button, progressRing } from '../controls';
import { el, fill } from '../dom';
import { roughLength } from '../format';
import { t } from '../localise';
import { notice } from '../notice';
import { openPage, type Page } from '../page';
import { visible } from '../visible';
import { Cards } from './cards';
import { resourceOf, type Desk } from './desk';
import { hopCard } from './hop-card';
import { badge } from './pieces';
import { drawReadings } from './readings';
import { isNamed, rootCard, shownRoot, weakestScore } from './root-card';
import { readView } from './view';
import { answerText } from './words';

const NOTE_MS = 6000;

/** One cause chain: shows what the host has traced. It keeps its subject, and which card somebody was at. */
class ChainPage {
  private readonly title = el('h1', { dir: 'auto' });
  private readonly answer = el('p', { class: 'answer', role: 'status' });
  private readonly facts = el('p', { class: 'muted facts-line' });
  private readonly toolbar = el('div', { class: 'actions toolbar', role: 'group', 'aria-label': t('Cause chain') });
  private readonly note = el('span', { class: 'muted note', role: 'status' });
  private readonly message = el('div', { class: 'message' });
  private readonly cards: Cards;
  private readonly readings = el('aside', { class: 'readings', 'aria-label': t('What may be going on'), hidden: true });
  private readonly board: HTMLElement;
  private readonly head: HTMLElement;
  private readonly records = new Map<string, Promise<ShownRecord | null>>();
  private subject = '';
  private kept: unknown;
  private noting = 0;
  private begun = false;

  constructor(private readonly page: Page<ChainCalls, ChainEvents>) {
    this.kept = page.kept;
    this.cards = new Cards((view) => this.keep({ subject: this.subject, ...view }));
    this.head = el('header', {}, this.title, this.answer, this.facts, this.toolbar, this.note);
    this.board = el('div', { class: 'board' }, this.cards.element, this.readings);
    document.body.append(el('main', {}, this.head, this.message, this.board));
    window.addEventListener('keydown', ({ key, defaultPrevented }) => {
      if (key === 'Escape' && !defaultPrevented && this.message.querySelector('.ring') !== null) this.ask('cancel');
    });
    window.addEventListener('focus', () => this.begin());
    page.client.on('state', (state) => this.show(state));
    this.ask('ready');
  }

  private show(state: ChainState): void {
    this.subject = state.subject;
    this.title.textContent = t('Who caused {0}?', visible(state.subject));
    const ready = state.kind === 'ready';
    this.head.hidden = !ready;
    this.board.hidden = !ready;
    this.message.hidden = ready;
    if (ready) this.showChain(state);
    else {
      this.keep({ ...(typeof this.kept === 'object' ? this.kept : {}), subject: state.subject });
      fill(this.message, this.messageFor(state));
    }
  }

  private messageFor(state: Exclude<ChainState, { readonly kind: 'ready' }>): HTMLElement {
    const again = button(t('Trace Again'), () => this.ask('traceAgain'), { look: 'primary' });
    switch (state.kind) {
      case 'tracing': {
        const cancel = button(t('Cancel'), () => this.ask('cancel'), { title: t('Cancel (Escape)') });
        const wait = notice(t('Tracing the cause…'), visible(state.subject), cancel);
        wait.prepend(progressRing(t('Tracing the cause…')));
        wait.classList.add('waiting');
        return wait;
      }
      case 'none':
        return notice(
          t('No record names it'),
          t(
            'Nothing in the store has this event id or names this resource: {0}. Load the logs of its account, region and days.',
            visible(state.subject),
          ),
          button(t('Open Log Files…'), () => this.page.act({ kind: 'openLogs' }), { look: 'primary' }),
          button(t('Trace Again'), () => this.ask('traceAgain')),
        );
      case 'cancelled':
        return notice(t('The trace was cancelled'), visible(state.subject), again);
      case 'failed':
        return notice(t('The cause could not be traced'), state.message, again);
    }
  }

  private showChain(state: ChainState & { readonly kind: 'ready' }): void {
    const { chain, now, subject } = state;
    const desk: Desk = {
      chain,
      now,
      regions: this.page.init.regions,
      act: this.page.act,
      record: (eventId) => this.record(eventId),
      copyMessage: () => this.copyMessage(),
      tell: (text) => this.tell(text),
    };
    const [first] = chain.hops;
    const last = chain.hops.at(-1);
    if (first?.eventId === subject) this.title.textContent = t('Who caused this {0}?', visible(first.operation));
    fill(
      this.answer,
      el('span', { dir: 'auto' }, answerText(shownRoot(chain.root))),
      isNamed(chain.root) && badge(chain.root.strength, weakestScore(desk)),
    );
    const span = first === undefined || last === undefined ? 0 : first.time - last.time;
    this.facts.textContent = [
      chain.hops.length === 1 ? t('1 record') : t('{0} records', chain.hops.length),
      ...(span >= 1000 ? [t('{0} from root to end', roughLength(span))] : []),
      t('Enter shows why'),
    ].join(' · ');
    this.drawToolbar(desk);
    const view = readView(this.kept, subject);
    this.cards.show((onToggle) => [...chain.hops.map((hop, index) => hopCard(index, hop, desk, onToggle)), rootCard(desk, onToggle)], view);
    drawReadings(this.readings, chain.readings ?? [], desk);
    this.begin();
  }

  /** The keyboard begins at a card as soon as it is here; it isn't taken away from another part of the window. */
  private begin(): void {
    if (this.begun || this.board.hidden || !document.hasFocus()) return;
    this.begun = true;
    if (document.activeElement === document.body) this.cards.focus();
  }

  private drawToolbar(desk: Desk): void {
    const { chain, act } = desk;
    const [first] = chain.hops;
    const resource = resourceOf(chain);
    fill(
      this.toolbar,
      button(t('Copy as Message to the Owner'), desk.copyMessage, { look: 'primary' }),
      first !== undefined && button(t('Open Record'), () => act({ kind: 'openRecord', eventId: first.eventId })),
      resource !== undefined &&
        button(
          t('Search Events of This'),
          () => act({ kind: 'searchResource', resource, ...(first !== undefined && { eventId: first.eventId }) }),
          { title: resource },
        ),
      resource !== undefined && button(t('Open Configuration'), () => act({ kind: 'openConfiguration', resource }), { title: resource }),
      button(t('Trace Again'), () => this.ask('traceAgain')),
    );
  }

  /** A record never changes: it is asked for once, unless that failed. */
  private record(eventId: string): Promise<ShownRecord | null> {
    const asked = this.records.get(eventId) ?? this.page.client.request('record', { eventId });
    this.records.set(eventId, asked);
    asked.catch(() => this.records.delete(eventId));
    return asked;
  }

  private copyMessage(): void {
    this.page.client.request('copyMessage', undefined).then(
      () => this.tell(t('The message is on the clipboard. Nothing was sent.')),
      (error: unknown) => this.tell(error instanceof Error ? error.message : String(error)),
    );
  }

  private tell(text: string): void {
    this.note.textContent = text;
    window.clearTimeout(this.noting);
    this.noting = window.setTimeout(() => (this.note.textContent = ''), NOTE_MS);
  }

  private keep(state: object): void {
    this.kept = state;
    this.page.keep(state);
  }

  private ask(method: 'ready' | 'traceAgain' | 'cancel'): void {
    this.page.client.request(method, undefined).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      this.show({ kind: 'failed', subject: this.subject, message });
    });
  }
}

void openPage<ChainCalls, ChainEvents>().then((page) => new ChainPage(page));
