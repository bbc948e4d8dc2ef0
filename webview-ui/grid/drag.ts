/** Nearer than this to where it began, a drag is still a click. */
const THRESHOLD = 4;

export interface Drag {
  /** The pointer is somewhere else now; told from the first real movement on. */
  readonly move: (event: MouseEvent) => void;
  /** `moved`: it was a drag and no click. */
  readonly end?: (moved: boolean, event: MouseEvent) => void;
}

/** Follows the pointer from a press on until the button is let go, also outside of the page. */
export function follow(press: MouseEvent, { move, end }: Drag): void {
  let moved = false;
  const onMove = (event: MouseEvent): void => {
    moved ||= Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) >= THRESHOLD;
    if (moved) move(event);
  };
  const onUp = (event: MouseEvent): void => {
    window.removeEventListener('mousemove', onMove);
    window.removeEventListener('mouseup', onUp);
    end?.(moved, event);
  };
  window.addEventListener('mousemove', onMove);
  window.addEventListener('mouseup', onUp);
}
