import { type KeyboardEvent, useRef, useState } from 'react';
import { go } from '@/app/router';
import type { Market } from '@/lib/markets/terms';
import { usePreferences } from '@/stores/preferences';
import { markets } from '@/streams/markets';
import { trade as text } from '@/text/trade';
import { Dialog } from '@/ui/Dialog';
import { Icon } from '@/ui/Icon';
import { wirePriceText } from '@/ui/numbers';
import { Change, compactMoney, interest } from './MarketBar';

/** All markets: typing narrows them, arrows move, Enter opens. */
export function MarketPicker({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const favourites = usePreferences((p) => p.favourites);
  const all = markets.use((m) => m.list);
  const found = [...all]
    .filter((m) => m.name.toLowerCase().includes(query.trim().toLowerCase()))
    .sort((a, b) => Number(favourites.includes(b.name)) - Number(favourites.includes(a.name)));
  const open = (market: Market | undefined): void => {
    if (!market) return;
    onClose();
    go(`/trade/${market.name}${location.search}`);
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter') open(found[at]);
    if (step === 0) return;
    event.preventDefault();
    setAt(Math.max(0, Math.min(found.length - 1, at + step)));
  };
  return (
    <Dialog title={text.picker.title} onClose={onClose} wide>
      <div className="input" role="search">
        <Icon name="search" />
        <input
          data-autofocus
          value={query}
          placeholder={text.picker.search}
          aria-label={text.picker.search}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div className="market-list" ref={list} role="listbox" aria-label={text.picker.title}>
        <div className="market-row head" aria-hidden="true">
          {text.picker.columns.map((c) => (
            <span key={c}>{c}</span>
          ))}
        </div>
        {found.map((market, i) => (
          <Row key={market.name} market={market} isChosen={i === at} isFavourite={favourites.includes(market.name)} onOpen={() => open(market)} />
        ))}
        {found.length === 0 && <p className="dim">{text.picker.none(query)}</p>}
      </div>
    </Dialog>
  );
}

function Row({ market, isChosen, isFavourite, onOpen }: { market: Market; isChosen: boolean; isFavourite: boolean; onOpen: () => void }) {
  const ticker = markets.use((m) => m.tickers.get(market.name));
  const state = markets.use((m) => m.states.get(market.name) ?? 'open');
  const change = usePreferences((p) => p.change);
  const toggle = (): void => {
    const { favourites } = usePreferences.getState();
    change({ favourites: isFavourite ? favourites.filter((f) => f !== market.name) : [...favourites, market.name] });
  };
  return (
    <div className="market-row" role="option" aria-selected={isChosen} onClick={onOpen}>
      <span>
        <button
          type="button"
          className={isFavourite ? 'star on' : 'star'}
          aria-pressed={isFavourite}
          aria-label={`${text.picker.favourite} ${market.name}`}
          onClick={(event) => {
            event.stopPropagation();
            toggle();
          }}
        >
          <Icon name="star" />
        </button>
        <b>{market.name}</b> <small className="dim">{market.maxLeverage}×</small>
        {state !== 'open' && <small className="warn"> {text.states[state]}</small>}
      </span>
      <span>{wirePriceText(ticker?.last ?? ticker?.mark, market)}</span>
      <Change ticker={ticker} market={market} suffix={false} />
      <span>{compactMoney(ticker?.quoteVolume24h)}</span>
      <span>{interest(ticker, market)}</span>
    </div>
  );
}
