import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

const KeyStep = 16;

type Edge = 'left' | 'right' | 'top' | 'bottom';

/** Which key moves an edge outwards, so that its panel grows, and which inwards. */
const keys: Readonly<Record<Edge, readonly [grow: string, shrink: string]>> = {
  left: ['ArrowLeft', 'ArrowRight'], right: ['ArrowRight', 'ArrowLeft'], top: ['ArrowUp', 'ArrowDown'], bottom: ['ArrowDown', 'ArrowUp'],
};

/** An edge of a panel in a grid's area: dragged, moved by arrow keys, put back by a double click. */
export function Splitter({ area, label, size, edge, onSize, onReset }: {
  area: string;
  label: string;
  size: number;
  edge: Edge;
  onSize: (size: number) => void;
  onReset: () => void;
}) {
  const start = useRef<{ at: number; size: number } | null>(null);
  const isVertical = edge === 'left' || edge === 'right';
  const outwards = edge === 'left' || edge === 'top' ? -1 : 1;
  const at = (event: PointerEvent): number => (isVertical ? event.clientX : event.clientY);
  const down = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { at: at(event), size };
  };
  const move = (event: PointerEvent): void => {
    if (start.current) onSize(start.current.size + outwards * (at(event) - start.current.at));
  };
  const key = (event: KeyboardEvent): void => {
    const [grow, shrink] = keys[edge];
    if (event.key !== grow && event.key !== shrink) return;
    event.preventDefault();
    onSize(size + (event.key === grow ? KeyStep : -KeyStep));
  };
  return (
    <div
      className="splitter"
      data-edge={edge}
      style={{ gridArea: area }}
      role="separator"
      aria-label={label}
      aria-orientation={isVertical ? 'vertical' : 'horizontal'}
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
