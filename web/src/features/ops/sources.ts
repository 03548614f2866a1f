/** One source as the API takes it. */
export interface SourceWanted {
  readonly source: number;
  readonly weight: number;
  readonly upstream?: number;
}

export const sourcesMost = 8;

/** Reads one source a line: number, weight and, where there is one, upstream. Null where a line says something else. */
export function readSources(text: string): readonly SourceWanted[] | null {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (lines.length === 0 || lines.length > sourcesMost) return null;
  const sources: SourceWanted[] = [];
  for (const line of lines) {
    const found = /^(\d{1,5})\s+(\d{1,7})(?:\s+(\d{1,5}))?$/.exec(line);
    if (found === null) return null;
    const [source, weight, upstream] = found.slice(1).map(Number) as [number, number, number];
    if (source === 0 || weight === 0 || source <= (sources.at(-1)?.source ?? 0)) return null;
    sources.push(found[3] === undefined ? { source, weight } : { source, weight, upstream });
  }
  return sources;
}
