import { useCallback, useRef, useState } from 'react';

/** How wide a box is, and again when that changes: pictures are drawn to fit, not stretched. The box may come later than the component. */
export function useBoxWidth(): [ref: (box: HTMLElement | null) => void, width: number] {
  const [width, setWidth] = useState(600);
  const observer = useRef<ResizeObserver | null>(null);
  const ref = useCallback((box: HTMLElement | null) => {
    observer.current?.disconnect();
    observer.current = box === null ? null : new ResizeObserver(([entry]) => entry && setWidth(Math.max(120, Math.floor(entry.contentRect.width))));
    if (box !== null) observer.current?.observe(box);
  }, []);
  return [ref, width];
}
