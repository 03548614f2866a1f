import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

export interface Lazily<P> {
  readonly component: LazyExoticComponent<ComponentType<P>>;
  /** Fetches it before it is rendered. */
  prepare(): Promise<void>;
}

/**
 * A component of a bundle of its own. One that was prepared is there at its first rendering: React shows a placeholder for at least 0.3 s once it has shown it, which a first visit
 * would wait for although everything has come.
 */
export function lazily<P>(load: () => Promise<{ default: ComponentType<P> }>): Lazily<P> {
  let ready: { default: ComponentType<P> } | null = null;
  const now = (module: { default: ComponentType<P> }): PromiseLike<{ default: ComponentType<P> }> => ({ then: (take) => take?.(module) as never });
  return {
    // React calls `then` alone, and takes what it is given within that call as given at once.
    component: lazy(() => (ready === null ? load() : (now(ready) as Promise<{ default: ComponentType<P> }>))),
    prepare: async () => {
      ready = await load();
    },
  };
}
