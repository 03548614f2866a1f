interface ModuleFacts {
  readonly isEntry: boolean;
  readonly importers: readonly string[];
  readonly dynamicImporters: readonly string[];
}

interface Graph {
  getModuleInfo(id: string): ModuleFacts | null;
}

const TradePage = '/features/trade/TradePage.tsx';

/**
 * Which file a module goes to. Without a say, what two pages share becomes a file of its own, and a first visit asks for a dozen small ones: more than a browser asks one server for at once.
 * What the entry needs anyway is one file, what the trade page needs and others share is another; everything else stays with its page.
 */
export function pieceOf(id: string, graph: Graph): string | null {
  if (reaches(id, graph, (_, facts) => facts.isEntry, new Set())) return 'frame';
  const isTrades = reaches(id, graph, (of) => of.endsWith(TradePage), new Set());
  return isTrades && reaches(id, graph, (of, facts) => facts.dynamicImporters.length > 0 && !of.endsWith(TradePage), new Set()) ? 'shared' : null;
}

/** Whether somebody who fits comes to the module by static imports alone. */
function reaches(id: string, graph: Graph, fits: (id: string, facts: ModuleFacts) => boolean, seen: Set<string>): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  const facts = graph.getModuleInfo(id);
  if (facts === null) return false;
  return fits(id, facts) || facts.importers.some((importer) => reaches(importer, graph, fits, seen));
}
