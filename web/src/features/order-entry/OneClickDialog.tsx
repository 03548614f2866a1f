import { setOneClick } from '@/stores/oneClick';
import { order as text } from '@/text/order';
import { Dialog } from '@/ui/Dialog';

export function OneClickDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      title={text.oneClick.title}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {text.confirm.goBack}
          </button>
          <button
            type="button"
            className="btn primary"
            onClick={() => {
              setOneClick(true);
              onClose();
            }}
          >
            {text.oneClick.turnOn}
          </button>
        </>
      }
    >
      <p>{text.oneClick.text}</p>
    </Dialog>
  );
}
