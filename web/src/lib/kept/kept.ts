import type { Layout, Panel } from '../layout/layout';

/**
 * What comes back from where it was kept was written by another version, or by somebody else's program: of an object only fields that are known here and hold what they held are taken.
 */
export function fitting<T extends object>(known: T, told: unknown): Partial<T> {
  if (typeof told !== 'object' || told === null) return {};
  const given = told as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(known).flatMap(([name, like]) => (isLike(like, given[name]) ? [[name, given[name]]] : []))) as Partial<T>;
}

/** Lists hold strings everywhere here; objects are looked into. */
function isLike(like: unknown, value: unknown): boolean {
  if (Array.isArray(like)) return Array.isArray(value) && value.every((v) => typeof v === 'string');
  if (typeof like === 'object' && like !== null) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.entries(like).every(([name, inner]) => isLike(inner, (value as Readonly<Record<string, unknown>>)[name]));
  }
  return typeof value === typeof like;
}

/** A layout of these panels, each of them once; null when it is none. */
export function layoutOf(panels: readonly Panel[], told: unknown): Layout | null {
  const given = fitting({ order: [] as string[], hidden: [] as string[], tables: '' }, told);
  const { order, hidden, tables } = given;
  if (order === undefined || hidden === undefined || (tables !== 'below' && tables !== 'above')) return null;
  const isWhole = order.length === panels.length && panels.every((p) => order.includes(p)) && hidden.every((p) => (panels as readonly string[]).includes(p) && p !== 'chart' && p !== 'form');
  return isWhole ? { order: order as Panel[], hidden: hidden as Panel[], tables } : null;
}

/** The value of a text that may be none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
