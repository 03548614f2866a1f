import type { Plugin, Rolldown } from 'vite';

const Page = 'TradePage';
const Chart = 'ChartPanel';
/** What every page asks the venue first. */
const Answers = ['/api/v1/markets', '/api/v1/tickers', '/api/v1/status'];

/**
 * Writes `trade.html`: the one page with everything named that the trade page will ask for, so that a browser asks at once and not each time it has read a file that names the next.
 * The server sends it for the addresses of the trade page.
 */
export function tradePage(): Plugin {
  return {
    name: 'trade-page',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') throw new Error('There is no page to write another of.');
        const html = String(page.source);
        const links = linksOf(bundle).filter((link) => !html.includes(link.href));
        this.emitFile({ type: 'asset', fileName: 'trade.html', source: html.replace('</head>', `${links.map((l) => `  ${l.tag}\n  `).join('')}</head>`) });
      },
    },
  };
}

interface PageLink {
  readonly href: string;
  readonly tag: string;
}

function linksOf(bundle: Rolldown.OutputBundle): PageLink[] {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const page = chunks.find((chunk) => chunk.name === Page);
  const chart = chunks.find((chunk) => chunk.name === Chart);
  const font = Object.keys(bundle).find((name) => name.endsWith('.woff2'));
  if (page === undefined || chart === undefined || font === undefined) throw new Error('The trade page, its chart or the font is missing.');
  const scripts = [page.fileName, ...page.imports, chart.fileName, ...chart.imports].map((name) => link(name, (href) => `<link rel="modulepreload" crossorigin href="${href}">`));
  const styles = [page, chart].flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]).map((name) => link(name, (href) => `<link rel="stylesheet" crossorigin href="${href}">`));
  const answers = Answers.map((href) => ({ href, tag: `<link rel="preload" as="fetch" crossorigin href="${href}">` }));
  const all = [...answers, ...styles, link(font, (href) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="${href}">`), ...scripts];
  return [...new Map(all.map((l) => [l.href, l])).values()];
}

const link = (name: string, tagOf: (href: string) => string): PageLink => ({ href: `/${name}`, tag: tagOf(`/${name}`) });
