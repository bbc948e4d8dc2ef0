import { el } from './dom';

/** What stands where there is nothing to show: what is so, why, and what to do next. */
export function notice(title: string, text: string, ...actions: readonly HTMLElement[]): HTMLElement {
  return el(
    'div',
    { class: 'notice' },
    el('h2', {}, title),
    text !== '' && el('p', {}, text),
    actions.length > 0 && el('div', { class: 'actions' }, ...actions),
  );
}
