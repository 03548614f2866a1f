import { useEffect, useRef } from 'react';
import { Link } from '@/app/Link';

export interface PageTab {
  readonly to: string;
  readonly label: string;
}

/** Where a part of a page is; the first one has the page's own address. */
export const partAt = (page: string, part: string): string => (part === 'overview' ? page : `${page}/${part}`);

/** A page's parts, each with an address of its own. A phone may not show them all, so the one that is open is moved into sight. */
export function PageTabs({ label, tabs, open }: { label: string; tabs: readonly PageTab[]; open: string }) {
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = row.current?.querySelector('[aria-current]');
    if (!row.current || !current) return;
    const [around, at] = [row.current.getBoundingClientRect(), current.getBoundingClientRect()];
    row.current.scrollLeft += at.left + at.width / 2 - (around.left + around.width / 2);
  }, [open]);
  return (
    <nav className="tabs page-tabs" aria-label={label} ref={row}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} aria-current={tab.to === open ? 'page' : undefined}>
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
