import type { DashboardFilter, TimeRange } from '../../src/protocol/dashboard';
import { button, Dropdown, progressRing } from '../controls';
import { el } from '../dom';
import { inputTime, longSpan } from '../format';
import { t } from '../localise';
import { choiceOf, RANGES, type RangeChoice } from './filter';

/** Chooses the time range, and says which times it covers. */
export class RangeBar {
  readonly element: HTMLElement;
  private readonly dropdown: Dropdown;
  private readonly from = el('input', { type: 'datetime-local', class: 'field', 'aria-label': t('From') });
  private readonly to = el('input', { type: 'datetime-local', class: 'field', 'aria-label': t('To') });
  private readonly fault = el('span', { class: 'fault', role: 'alert' });
  private readonly custom: HTMLElement;
  private readonly covered = el('span', { class: 'muted covered' });
  private readonly busy = el('span', { class: 'busy', hidden: true }, progressRing(t('Loading')));
  private choice: RangeChoice = 'day';

  constructor(private readonly onRange: (range: TimeRange) => void) {
    const labels: Readonly<Record<RangeChoice, string>> = {
      hour: t('Past hour'),
      day: t('Past 24 hours'),
      week: t('Past 7 days'),
      month: t('Past 30 days'),
      all: t('All time'),
      custom: t('Custom…'),
    };
    const choices = (Object.keys(labels) as RangeChoice[]).map((value) => ({ value, label: labels[value] }));
    this.dropdown = new Dropdown(t('Time range'), choices, (value) => this.choose(value as RangeChoice));
    this.custom = el(
      'form',
      { class: 'custom', hidden: true },
      this.from,
      el('span', { class: 'muted' }, t('to')),
      this.to,
      button(t('Apply'), () => this.apply(), { look: 'primary' }),
      this.fault,
    );
    this.custom.addEventListener('submit', (event) => {
      event.preventDefault();
      this.apply();
    });
    for (const field of [this.from, this.to]) field.addEventListener('keydown', ({ key }) => key === 'Enter' && this.apply());
    this.element = el('div', { class: 'range-bar' }, this.dropdown.element, this.custom, this.covered, this.busy);
  }

  show({ range }: DashboardFilter, covered: { readonly from: number; readonly to: number } | undefined, busy: boolean): void {
    this.choice = choiceOf(range);
    this.dropdown.select(this.choice);
    this.custom.hidden = this.choice !== 'custom';
    if (range.kind === 'between') this.fillFields(range.from, range.to);
    else if (covered !== undefined) this.fillFields(covered.from, covered.to);
    this.covered.hidden = this.choice === 'custom' || covered === undefined;
    this.covered.textContent = covered === undefined ? '' : longSpan(covered.from, covered.to);
    this.busy.hidden = !busy;
  }

  private choose(choice: RangeChoice): void {
    if (choice === this.choice) return; // the list was set to what is in force, by us
    this.choice = choice;
    this.custom.hidden = choice !== 'custom';
    this.covered.hidden = choice === 'custom';
    if (choice === 'custom') this.from.focus();
    else this.onRange(RANGES[choice]);
  }

  private fillFields(from: number, to: number): void {
    this.from.value = inputTime(from);
    this.to.value = inputTime(to);
  }

  private apply(): void {
    const from = Date.parse(this.from.value);
    const to = Date.parse(this.to.value);
    const faulty =
      Number.isNaN(from) || Number.isNaN(to) ? t('Enter both times.') : to <= from ? t('The end must be after the start.') : '';
    this.fault.textContent = faulty;
    if (faulty === '') this.onRange({ kind: 'between', from, to });
  }
}
