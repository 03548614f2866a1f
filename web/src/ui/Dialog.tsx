import { type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { text } from '@/text/en';
import { Icon } from './Icon';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  /** Only its own button closes it: for what is shown once and never again. */
  readonly isKept?: boolean;
}

/**
 * A modal dialog of the browser: it keeps the focus inside, Escape closes it, and the focus goes back to where it was.
 * It begins at what is marked `data-autofocus`, and without such at its first control; React's autoFocus comes before a modal dialog is open and finds nothing to focus.
 */
export function Dialog({ title, onClose, children, footer, wide = false, isKept = false }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // A press outside closes by its click and not before: on a touch screen the click would meet what lies below.
  const beganOutside = useRef(false);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    const before = document.activeElement;
    if (!dialog.open) dialog.showModal();
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onKeyDown={(event) => {
        // The Enter that opened it, still held, is no answer to it. A second Escape closes a dialog without asking, unless its key is stopped.
        if ((event.key === 'Enter' && event.repeat) || (event.key === 'Escape' && isKept)) event.preventDefault();
      }}
      onCancel={(event) => {
        event.preventDefault();
        if (!isKept) onClose();
      }}
      onPointerDown={(event) => {
        beganOutside.current = isBehind(event, ref.current);
      }}
      onClick={(event) => {
        if (beganOutside.current && isBehind(event, ref.current) && !isKept) onClose();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {!isKept && (
          <button type="button" className="close" onClick={onClose} aria-label={text.close}>
            <Icon name="close" />
          </button>
        )}
      </header>
      <div className="dialog-body">{children}</div>
      {footer && <footer>{footer}</footer>}
    </dialog>
  );
}

/** Whether it is the page behind the dialog that was met, which the browser tells as the dialog itself. */
function isBehind({ target, clientX: x, clientY: y }: MouseEvent, dialog: HTMLElement | null): boolean {
  if (dialog === null || target !== dialog) return false;
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
