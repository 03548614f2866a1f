import type { ReactNode } from 'react';

/** Where a list is empty or a page cannot show anything: one sentence, and the next useful act. */
export const Nothing = ({ title, children, act }: { title: string; children?: ReactNode; act?: ReactNode }) => (
  <div className="empty">
    <b>{title}</b>
    {children && <p>{children}</p>}
    {act}
  </div>
);
