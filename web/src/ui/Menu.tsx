import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Icon } from './Icon';

export interface Choice<Id extends string> {
  readonly id: Id;
  readonly label: string;
}

/** A button that opens a short list and shows what is chosen in it. */
export function Menu<Id extends string>({ choices, chosen, onChoose, label, children, className = 'btn ghost sm' }: {
  choices: readonly Choice<Id>[];
  chosen: Id | readonly Id[];
  onChoose: (id: Id) => void;
  label: string;
  children?: ReactNode;
  className?: string;
}) {
  const [at, setAt] = useState<{ left: number; top: number } | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const isMany = Array.isArray(chosen);
  const isChosen = (choice: Id): boolean => (isMany ? chosen.includes(choice) : chosen === choice);
  useEffect(() => {
    if (!at) return;
    // Above everything, and placed by the window: panels contain what is fixed in them.
    list.current?.showPopover();
    list.current?.querySelector<HTMLButtonElement>('[aria-checked=true], button')?.focus();
    const leave = (event: PointerEvent): void => {
      if (!list.current?.contains(event.target as Node) && !button.current?.contains(event.target as Node)) setAt(null);
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [at]);
  const open = (): void => {
    const box = button.current?.getBoundingClientRect();
    if (!box) return;
    const height = choices.length * 30 + 10;
    setAt(at ? null : { left: Math.max(8, Math.min(box.left, innerWidth - 190)), top: box.bottom + height + 8 > innerHeight ? Math.max(8, box.top - height - 4) : box.bottom + 4 });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      setAt(null);
      button.current?.focus();
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const items = [...(list.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
    items[(items.indexOf(document.activeElement as HTMLButtonElement) + step + items.length) % items.length]?.focus();
  };
  // Going on by keys closes it, too.
  const leaves = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && !list.current?.contains(event.relatedTarget) && event.relatedTarget !== button.current) setAt(null);
  };
  const shown = choices.find((c) => isChosen(c.id))?.label ?? label;
  // What stands on the button is part of its name, so that it can be called by voice.
  const name = children === undefined ? { 'aria-label': `${label}: ${shown}` } : {};
  return (
    <>
      <button ref={button} type="button" className={className} aria-haspopup="menu" aria-expanded={at !== null} aria-controls={id} {...name} title={label} onClick={open}>
        {children ?? shown}
        <Icon name="chevron" size={12} />
      </button>
      {at && (
        <div ref={list} id={id} className="menu" popover="manual" role="menu" aria-label={label} style={at} onKeyDown={onKey} onBlur={leaves}>
          {choices.map((choice) => (
            <button
              key={choice.id}
              type="button"
              role={isMany ? 'menuitemcheckbox' : 'menuitemradio'}
              aria-checked={isChosen(choice.id)}
              onClick={() => {
                onChoose(choice.id);
                if (!isMany) {
                  setAt(null);
                  button.current?.focus();
                }
              }}
            >
              {choice.label}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
