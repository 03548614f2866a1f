import { useState } from 'react';
import { canHide, edgeOf, type Layout, moved, type Panel, shownOf, swapped, toggled } from '@/lib/layout/layout';
import { resetLayout, setLayout, useLayout } from '@/stores/view';
import { text as everywhere } from '@/text/en';
import { trade as text } from '@/text/trade';
import { Dialog } from '@/ui/Dialog';
import { Icon } from '@/ui/Icon';
import type { WidthClass } from '@/ui/widthClass';

/** Where the panels stand: moved, swapped, shown and put away by buttons, so that hand, keyboard and voice do it alike. */
export function Arrange({ width }: { width: WidthClass }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn ghost icon" aria-label={text.arrange.title} title={text.arrange.title} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="layout" />
      </button>
      {isOpen && <ArrangeDialog width={width} onClose={() => setOpen(false)} />}
    </>
  );
}

function ArrangeDialog({ width, onClose }: { width: WidthClass; onClose: () => void }) {
  const layout = useLayout(width);
  const change = (to: Layout): void => setLayout(width, to);
  const footer = (
    <>
      <button type="button" className="btn" onClick={() => resetLayout(width)}>
        {text.arrange.reset}
      </button>
      <button type="button" className="btn primary" onClick={onClose}>
        {everywhere.close}
      </button>
    </>
  );
  return (
    <Dialog title={text.arrange.title} onClose={onClose} footer={footer}>
      <p className="note">{text.arrange.kept}</p>
      <ol className="arrange">
        {layout.order.map((panel) => (
          <PanelRow key={panel} panel={panel} layout={layout} onChange={change} />
        ))}
      </ol>
      <div className="lineup">
        <button type="button" className="btn sm" onClick={() => change(swapped(layout, 'chart', 'book'))}>
          {text.arrange.swap}
        </button>
        <button type="button" className="btn sm" onClick={() => change({ ...layout, tables: layout.tables === 'below' ? 'above' : 'below' })}>
          {layout.tables === 'below' ? text.arrange.above : text.arrange.below}
        </button>
      </div>
    </Dialog>
  );
}

function PanelRow({ panel, layout, onChange }: { panel: Panel; layout: Layout; onChange: (layout: Layout) => void }) {
  const name = text.arrange.panels[panel];
  const shown = shownOf(layout);
  const at = shown.indexOf(panel);
  return (
    <li>
      <label className="check">
        <input type="checkbox" checked={at >= 0} disabled={!canHide(panel)} onChange={() => onChange(toggled(layout, panel))} />
        {name}
      </label>
      <span className="dim">{panel === 'chart' || at < 0 ? '' : edgeOf(layout, panel) === 'left' ? text.arrange.right : text.arrange.left}</span>
      <button type="button" className="btn ghost icon" aria-label={text.arrange.toLeft(name)} disabled={at <= 0} onClick={() => onChange(moved(layout, panel, -1))}>
        <Icon name="up" />
      </button>
      <button type="button" className="btn ghost icon" aria-label={text.arrange.toRight(name)} disabled={at < 0 || at === shown.length - 1} onClick={() => onChange(moved(layout, panel, 1))}>
        <Icon name="down" />
      </button>
    </li>
  );
}
