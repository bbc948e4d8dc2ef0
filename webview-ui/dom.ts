/** Children of an element: strings become text nodes, and nothing else ever does; what is absent is left out. */
export type Child = Node | string | undefined | false;
export interface Attributes {
  readonly class?: string;
  readonly [name: string]: string | number | boolean | undefined;
}

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element. Attributes: `true` sets it empty, `false` and `undefined` leave it out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return dressed(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return dressed(document.createElementNS(SVG, tag), attributes, children);
}

/** Sets or, for `false` and `undefined`, removes attributes. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Puts new children in the place of all old ones. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...children.filter((child) => child !== undefined && child !== false));
}

/** Draws a part anew and gives the focus back to the element with the same `data-key`, which a person was on. */
export function redraw(part: Element, ...children: readonly Child[]): void {
  const focused = document.activeElement;
  const key = part.contains(focused) && focused instanceof HTMLElement ? focused.dataset['key'] : undefined;
  fill(part, ...children);
  if (key === undefined) return;
  for (const element of part.querySelectorAll<HTMLElement>('[data-key]')) if (element.dataset['key'] === key) element.focus();
}

function dressed<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  setAttributes(element, attributes);
  fill(element, ...children);
  return element;
}
