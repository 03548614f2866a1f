import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

const KeyStep = 16;

/** The line between two panels: dragged, moved by arrow keys, put back by a double click. `direction` is the way in which the panel's edge grows it. */
export function Splitter({ label, size, direction, onSize, onReset, className }: {
  label: string;
  size: number;
  direction: 'left' | 'up';
  onSize: (size: number) => void;
  onReset: () => void;
  className: string;
}) {
  const start = useRef<{ at: number; size: number } | null>(null);
  const at = (event: PointerEvent): number => (direction === 'left' ? event.clientX : event.clientY);
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { at: at(event), size };
  };
  const move = (event: PointerEvent): void => {
    if (start.current) onSize(start.current.size + start.current.at - at(event));
  };
  const key = (event: KeyboardEvent): void => {
    const grow = direction === 'left' ? 'ArrowLeft' : 'ArrowUp';
    const shrink = direction === 'left' ? 'ArrowRight' : 'ArrowDown';
    if (event.key !== grow && event.key !== shrink) return;
    event.preventDefault();
    onSize(size + (event.key === grow ? KeyStep : -KeyStep));
  };
  return (
    <div
      className={`splitter ${direction} ${className}`}
      role="separator"
      aria-label={label}
      aria-orientation={direction === 'left' ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(size)}
      tabIndex={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => {
        start.current = null;
      }}
      onPointerCancel={() => {
        start.current = null;
      }}
      onKeyDown={key}
      onDoubleClick={onReset}
    />
  );
}
