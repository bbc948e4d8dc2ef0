// The one door to the toolkit: whoever replaces it replaces this file.
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeDropdown, vsCodeOption } from '@vscode/webview-ui-toolkit';
import { el, setAttributes, type Child } from './dom';
import { icon, type IconName } from './icons';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption());

export interface ButtonOptions {
  readonly look?: 'primary' | 'secondary';
  readonly title?: string;
}

/** A push button. A double click on a slow machine presses it twice: `onPress` must bear that. */
export function button(label: string, onPress: () => void, options: ButtonOptions = {}): HTMLElement {
  const made = document.createElement('vscode-button');
  setAttributes(made, { appearance: options.look ?? 'secondary', title: options.title });
  made.append(label);
  made.addEventListener('click', onPress);
  return made;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A list to choose one thing from. */
export class Dropdown {
  readonly element: HTMLElement & { value: string };

  constructor(label: string, choices: readonly Choice[], onChoose: (value: string) => void) {
    const options = choices.map((choice) => {
      const option = document.createElement('vscode-option');
      setAttributes(option, { value: choice.value });
      option.append(choice.label);
      return option;
    });
    this.element = document.createElement('vscode-dropdown') as HTMLElement & { value: string };
    setAttributes(this.element, { 'aria-label': label });
    this.element.append(...options);
    this.element.addEventListener('change', () => onChoose(this.element.value));
  }

  select(value: string): void {
    this.element.value = value;
  }
}

/** Something is going on; `label` says what to those who don't see it turn. Ours: the toolkit's ring writes styles into markup, which the policy forbids. */
export function progressRing(label: string): HTMLElement {
  return el('span', { class: 'ring', role: 'progressbar', 'aria-label': label });
}

export interface ToggleOptions {
  readonly class: string;
  /** Unique among its neighbours: keeps the focus when they are drawn anew. */
  readonly key: string;
  readonly pressed: boolean;
  readonly label?: string;
  readonly title?: string;
}

/** A button that stays pressed, drawn by our own styles: the toolkit has none. */
export function toggle(options: ToggleOptions, onPress: () => void, ...children: readonly Child[]): HTMLButtonElement {
  const made = el(
    'button',
    {
      type: 'button',
      class: `toggle ${options.class}`,
      'aria-pressed': String(options.pressed),
      'aria-label': options.label,
      title: options.title,
      'data-key': options.key,
    },
    ...children,
  );
  made.addEventListener('click', onPress);
  return made;
}

/** A small button that its drawing and its label tell. */
export function iconButton(name: IconName, label: string, onPress: () => void): HTMLElement {
  const made = el('button', { type: 'button', class: 'icon-button', title: label, 'aria-label': label }, icon(name));
  made.addEventListener('click', onPress);
  return made;
}
