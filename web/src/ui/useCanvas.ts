import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { forget, paintNextFrame } from '@/streams/paint';
import { onColors } from './colors';

export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
}

export const CanvasFont = 'Plex, system-ui, sans-serif';

/**
 * A canvas that fills its parent, in device pixels, and is drawn in the frame loop when it was invalidated. `draw` may be another function each time: the newest is called.
 */
export function useCanvas(draw: (surface: Surface) => void): { canvas: RefObject<HTMLCanvasElement | null>; invalidate: () => void } {
  const canvas = useRef<HTMLCanvasElement>(null);
  const newest = useRef(draw);
  newest.current = draw;
  const paint = useMemo(() => () => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const { clientWidth: width, clientHeight: height } = element;
    if (width === 0 || height === 0) return;
    const ratio = window.devicePixelRatio;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (element.width !== wide || element.height !== high) [element.width, element.height] = [wide, high];
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    newest.current({ context, width, height });
  }, []);
  const invalidate = useMemo(() => () => paintNextFrame(paint), [paint]);
  useEffect(() => {
    const observer = new ResizeObserver(invalidate);
    if (canvas.current) observer.observe(canvas.current);
    const stop = onColors(invalidate);
    // Text drawn before the font came is drawn again with it.
    void document.fonts.ready.then(invalidate);
    return () => {
      observer.disconnect();
      stop();
      forget(paint);
    };
  }, [invalidate, paint]);
  useEffect(invalidate);
  return { canvas, invalidate };
}
