import { useRequest } from '@/stores/request';
import { entryText } from '@/text/entry';

interface ProvidersWire {
  readonly providers: readonly string[];
  /** Those of them that the venue plays itself. */
  readonly played: readonly string[];
}

/** The other sites by which this venue lets people in, as buttons name them: what is simulated says so. */
export function useProviders(): readonly { readonly provider: string; readonly label: string }[] {
  const told = useRequest<ProvidersWire>('/auth/providers').value;
  return (told?.providers ?? []).map((provider) => {
    const name = entryText.ways.names[provider] ?? provider;
    return { provider, label: told?.played.includes(provider) ? entryText.played.mark(name) : name };
  });
}
