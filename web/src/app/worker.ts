/** The policy under which scripts are named by their address; the page's Content-Security-Policy allows this one alone. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

const Worker = '/sw.js';

/** Installs the worker that keeps the terminal's own files. Without it everything works, only not offline. */
export function installWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  const refuse = (): never => {
    throw new TypeError('Only the terminal\u2019s own worker is a script by address.');
  };
  const policy = trustedTypes?.createPolicy('peregrine', { createScriptURL: (url) => (url === Worker ? url : refuse()) });
  navigator.serviceWorker.register(policy?.createScriptURL(Worker) ?? Worker, { scope: '/' }).catch((why: unknown) => console.warn('The terminal will not open offline.', why));
}
