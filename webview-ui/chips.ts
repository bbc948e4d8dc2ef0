import { el } from './dom';
import { icon } from './icons';
import { t } from './localise';

/** Something that narrows what is shown, with a button that lets it go; Delete does so, too. */
export function chip(text: string, onRemove: () => void): HTMLElement {
  const label = t('Remove filter: {0}', text);
  const made = el(
    'button',
    { type: 'button', class: 'chip', title: label, 'aria-label': label, 'data-key': text },
    el('span', { class: 'chip-text' }, text),
    icon('close'),
  );
  made.addEventListener('click', onRemove);
  made.addEventListener('keydown', ({ key }) => {
    if (key === 'Delete' || key === 'Backspace') onRemove();
  });
  return made;
}

export function clearAll(onClear: () => void): HTMLElement {
  const made = el('button', { type: 'button', class: 'linklike', 'data-key': 'all' }, t('Clear all filters'));
  made.addEventListener('click', onClear);
  return made;
}
