import { useEffect, useRef, useState } from 'react';
import { closeToast, type Toast, useToasts } from '@/stores/toasts';
import { text } from '@/text/en';
import { Icon } from './Icon';

const PlainMs = 5_000;
const WithActMs = 8_000;

/** What happened, in a corner that covers neither form nor book. Spoken politely; never the only place where something stands. */
export function Toasts() {
  const toasts = useToasts((s) => s.toasts);
  return (
    <div className="toasts" role="log" aria-live="polite" aria-label={text.nav.status}>
      {toasts.map((t) => (
        <ToastCard key={t.id} toast={t} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const [isHeld, setHeld] = useState(false);
  const left = useRef(toast.act ? WithActMs : PlainMs);
  useEffect(() => {
    if (isHeld || toast.stays) return;
    const began = Date.now();
    const timer = setTimeout(() => closeToast(toast.id), left.current);
    return () => {
      clearTimeout(timer);
      left.current = Math.max(1_000, left.current - (Date.now() - began));
    };
  }, [isHeld, toast.id, toast.stays]);
  return (
    <div className="toast" data-tone={toast.tone} onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <span className="tone">
        <Icon name={toast.tone === 'bad' ? 'warn' : toast.tone === 'plain' ? 'info' : 'check'} />
      </span>
      <p>
        <b>{toast.title}</b>
        {toast.text && <span>{toast.text}</span>}
      </p>
      {toast.act && (
        <button
          type="button"
          className="btn sm"
          onClick={() => {
            toast.act?.run();
            closeToast(toast.id);
          }}
        >
          {toast.act.label}
        </button>
      )}
      <button type="button" className="close" aria-label={text.close} onClick={() => closeToast(toast.id)}>
        <Icon name="close" size={12} />
      </button>
    </div>
  );
}
