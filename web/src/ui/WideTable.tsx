import type { ReactNode } from 'react';

/** A table that may be wider than where it stands: it scrolls by itself, by touch and by keyboard, and the page never does. */
export function WideTable({ label, look = '', frame = '', children }: { label: string; look?: 'roomy' | 'wrap' | ''; frame?: 'card' | ''; children: ReactNode }) {
  return (
    <div className={`scroll-x ${frame}`.trim()} tabIndex={0} role="group" aria-label={label}>
      <table className={`table ${look}`.trim()}>{children}</table>
    </div>
  );
}
