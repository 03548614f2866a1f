import type { ReactNode } from 'react';

/** The narrow card that every page before the terminal is. */
export const DoorFrame = ({ title, children }: { title: string; children: ReactNode }) => (
  <main id="main" tabIndex={-1} className="page">
    <div className="page-inner">
      <div className="card door">
        <div className="card-body">
          <h1>{title}</h1>
          {children}
        </div>
      </div>
    </div>
  </main>
);
