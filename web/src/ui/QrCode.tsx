import { pathOf, qrOf } from '@/lib/qr';

const Border = 4;

/** A text as a QR code, dark on light in every theme. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const modules = qrOf(text);
  const size = modules.length + 2 * Border;
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={pathOf(modules, Border)} />
    </svg>
  );
}
