import { useEffect, useState } from 'react';
import { keys as text } from '@/text/keys';
import { Dialog } from '@/ui/Dialog';
import { keyEvents } from './keys';

/** The list of keys, at "?". */
export function KeyList() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const open = (): void => setOpen(true);
    document.addEventListener(keyEvents.list, open);
    return () => document.removeEventListener(keyEvents.list, open);
  }, []);
  if (!isOpen) return null;
  return (
    <Dialog title={text.title} onClose={() => setOpen(false)} wide>
      <div className="key-list">
        {text.groups.map(([name, rows]) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {rows.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
