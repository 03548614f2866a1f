/** The tokens of the theme at hand, for canvases: read once, and again when theme or palette change. */
const names = [
  'base', 'panel', 'raised', 'line', 'line-strong', 'grid', 'text', 'text-2', 'text-3', 'accent', 'on-accent', 'up', 'down', 'warn', 'liq', 'up-wash', 'down-wash', 'up-bar', 'down-bar', 'accent-wash',
] as const;

export type ColorName = (typeof names)[number];
export type Colors = Readonly<Record<ColorName, string>>;

let read: Colors | null = null;
const listeners = new Set<() => void>();

export function colors(): Colors {
  read ??= readAll();
  return read;
}

export function onColors(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// A probe resolves what custom properties leave as written (color-mix), so that canvas and chart library get plain colours.
function readAll(): Colors {
  const probe = document.createElement('i');
  document.body.append(probe);
  const found = {} as Record<ColorName, string>;
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    found[name] = plain(getComputedStyle(probe).color);
  }
  probe.remove();
  return found;
}

/** `color(srgb r g b / a)`, which the chart library does not know, as rgba. */
function plain(color: string): string {
  const found = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)$/.exec(color);
  if (!found) return color;
  const [r, g, b] = [found[1], found[2], found[3]].map((part) => Math.round(Number(part) * 255));
  return `rgba(${String(r)}, ${String(g)}, ${String(b)}, ${found[4] ?? '1'})`;
}

new MutationObserver(() => {
  read = null;
  for (const listener of [...listeners]) listener();
}).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-palette'] });
