import { Component, type ErrorInfo, type ReactNode } from 'react';
import { text } from '@/text/en';
import { Nothing } from '@/ui/Nothing';

/** Keeps a page that throws from taking the others down. */
export class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const again = (
      <button type="button" className="btn" onClick={() => location.reload()}>
        {text.app.broken.act}
      </button>
    );
    return (
      <main id="main" tabIndex={-1} className="page">
        <Nothing title={text.app.broken.title} act={again}>
          {text.app.broken.text}
        </Nothing>
      </main>
    );
  }
}
