/**
 * Opens the editor's context menu on an element, for those who asked by a key. A browser would open it somewhere on what has the focus,
 * which is the whole grid; and where it asks by itself after the key, that second menu is not wanted.
 */
export function menuAt(element: Element): void {
  const { left, bottom } = element.getBoundingClientRect();
  const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left + 8, clientY: bottom, button: 2 });
  element.dispatchEvent(event);
  const swallow = (own: MouseEvent): void => {
    if (!own.isTrusted) return;
    own.preventDefault();
    own.stopImmediatePropagation();
  };
  window.addEventListener('contextmenu', swallow, true);
  const release = (): void => {
    window.removeEventListener('contextmenu', swallow, true);
    for (const name of ENDS) window.removeEventListener(name, release, true);
  };
  for (const name of ENDS) window.addEventListener(name, release, true);
}

/** The next thing a person does is another matter. */
const ENDS = ['keydown', 'mousedown'] as const;
