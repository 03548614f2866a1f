import { formatMoney, parseDecimalDown } from '@/lib/numbers';

/** What the venue said instead of doing it, as it comes over the wire. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly field?: string | undefined;
  readonly expected?: string | undefined;
  readonly details?: Readonly<Record<string, string>> | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** One sentence for each code, with the number and the way out where there is one. Codes of the engine first, then the gateway's own, then ours. */
const sentences: Readonly<Record<string, string | ((refusal: Refusal) => string)>> = {
  NOT_PERMITTED: 'This sign-in may not do that here.',
  KEY_LIMIT: 'A limit you set for this account or key would be passed.',
  DUPLICATE_ID_MISMATCH: 'This order’s own name was used before for a different order. Nothing was sent.',
  EXPIRED_REQUEST: 'It came too late and was not carried out. Send it again if you still want it.',
  BAD_COMBINATION: (r) => `These options exclude each other${r.field === undefined ? '' : ` (${r.field})`}.`,
  BAD_CLIENT_ID: 'An order’s own name has 1 to 36 of these: A–Z a–z 0–9 . _ : / -',
  BAD_VALUE: (r) => (r.expected === undefined ? `${fieldOf(r)} is outside what is allowed.` : `${fieldOf(r)} takes ${r.expected}.`),
  UNKNOWN_KEY: 'There is no such API key on this account.',
  UNKNOWN_ACCOUNT: 'There is no such account among yours.',
  INSUFFICIENT_MARGIN: (r) => {
    const needed = money(r, 'needed', 'up');
    const available = money(r, 'available', 'down');
    return needed === null || available === null ? 'It needs more margin than is available.' : `Needs ${needed} USDC, you have ${available}.`;
  },
  ACCOUNT_STATE: 'The account may not do this now. While it is being liquidated you can add margin, reduce and cancel.',
  MMP_ACTIVE: 'Your market-maker protection has fired here. Reset it, or wait until it ends.',
  TOO_MANY_ORDERS: 'You have as many orders in this market as one account may have. Cancel one first.',
  REDUCE_ONLY_NO_POSITION: 'Reduce-only, but there is no position to reduce on that side.',
  WITHDRAW_LIMIT: 'More than can leave the account now. Paper profit and margin in use stay.',
  LEND_LIQUIDITY: 'That much is lent out at the moment. Try less, or later.',
  INSUFFICIENT_BALANCE: 'The balance is too small for that.',
  LEVERAGE_RANGE: 'This market does not take that leverage, or your open orders no longer fit it.',
  MARGIN_MODE_LOCKED: 'The margin mode changes only without a position and without orders in this market.',
  NO_POSITION: 'There is no position in this market.',
  TOO_MANY_ACCOUNTS: 'You have as many sub-accounts as one person may have.',
  UNKNOWN_ASSET: 'There is no such asset here.',
  UNKNOWN_WITHDRAWAL: 'There is no such withdrawal, or it has ended.',
  BUILDER_NOT_APPROVED: 'You have not approved this front end’s fee.',
  STRICT_ISOLATED: 'In this market isolated margin cannot be taken out again.',
  AUCTION_QUOTES: 'The account may not quote in auctions now, or not in this one.',
  UNKNOWN_MARKET: 'There is no such market.',
  MARKET_STATE: 'The market’s state does not allow this now. Cancelling works in every state.',
  PRICE_STATE: 'The market’s price is not fresh. New risk is off; you can still reduce and cancel. No one is liquidated on a stale price.',
  BAD_TICK: (r) => `The price must be ${r.expected ?? 'on the market’s tick'}.`,
  BAD_LOT: (r) => `The size must be ${r.expected ?? 'in whole lots of the market'}.`,
  QTY_RANGE: 'The size is outside what one order or position may be here.',
  MIN_NOTIONAL: 'The order is worth less than this market’s minimum.',
  PRICE_BAND: 'The price is beyond the band around the mark.',
  WOULD_TAKE: 'Post-only would trade at once. Use a price behind the best opposite one.',
  WOULD_TRIGGER: 'The condition is true already: it would fire at once.',
  OI_CAP: 'Your share of this market’s open interest is used up. Reducing works.',
  FOK_NOT_FILLABLE: 'There is not enough in the book to fill it whole. Nothing traded.',
  PAIR_NOT_FILLABLE: 'The two legs cannot both be filled now. Nothing traded.',
  UNKNOWN_ORDER: 'There is no such order any more: it was filled or cancelled.',
  NOT_AMENDABLE: 'This order cannot be changed in that way. Cancel it and place a new one.',
  PRICED_BY_SOURCES: 'This market’s price comes from its sources and is not set by hand.',
  PRICED_BY_HAND: 'This market’s price is set by hand and has no sources.',
  UNKNOWN_SOURCE: 'This price has no such source.',
  UNKNOWN_AUCTION: 'There is no such auction, or it has ended.',
  QUOTE_NOT_BETTER: 'The quote is no better than the book, or than your one before it.',
  BAD_LISTING: 'The listing breaks a rule of the venue.',
  BAD_PARAMETER: 'A parameter is outside its bounds.',
  CAPACITY_FULL: 'A capacity the venue was started with is used up.',
  ALREADY_DONE: 'This was done before.',
  BAD_TRANSITION: 'The market cannot move to that state from where it is.',
  LIQUIDATION_OFF: 'Liquidation was turned off when this venue began.',
  TOO_EARLY: 'The step before it has not lasted long enough.',
  NOTICE_TOO_SHORT: 'The change must be announced earlier.',
  SAME_ADMIN: 'Another administrator must approve this.',
  UNKNOWN_CHANGE: 'There is no such proposed change, or it has ended.',
  BUSY: (r) => `The exchange is busy and did not take this. Cancel and close still work. ${again(r)}`,
  READ_ONLY: 'The venue takes no orders now. Nothing was done.',
  IN_DOUBT: 'Not confirmed yet. It was sent once and will not be sent again. Checking…',
  LAGGING: 'The answer is not there yet. Ask again in a moment.',

  BAD_JSON: 'The venue could not read what this page sent.',
  UNKNOWN_FIELD: (r) => `The venue does not know the field ${r.field ?? 'that was sent'}.`,
  MISSING_FIELD: (r) => `${fieldOf(r)} is missing.`,
  DUPLICATE_FIELD: (r) => `${fieldOf(r)} was given twice.`,
  UNAUTHENTICATED: (r) => (r.field === 'nonce' || r.field === 'signed.nonce' ? 'The signature came too late, or was used before. Begin again; nothing was done.' : 'Sign in first.'),
  BAD_SIGNATURE: 'The signature does not fit the request.',
  TIMESTAMP_OUT_OF_WINDOW: 'The request’s time is too far from the venue’s. Check your clock.',
  TOKEN_EXPIRED: 'Your sign-in has run out. Sign in again; what you typed is kept.',
  SESSION_ENDED: 'This session was ended. Sign in again; what you typed is kept.',
  WRONG_CREDENTIALS: (r) => (signs(r) ? 'The wallet signed something else than was asked. Nothing was done.' : 'E-mail and password do not fit together.'),
  SECOND_FACTOR_NEEDED: 'This wants your second factor. Nothing was done.',
  FRESH_SIGN_IN_NEEDED: 'This wants that you show once more how you come in. Nothing was done.',
  SECOND_FACTOR_MISSING: 'Nothing leaves by a password alone. Set up a second factor first, under Account, Security; or link a wallet there, which counts after a day.',
  WALLET_SIGNATURE_NEEDED: (r) => (r.field === 'address' ? 'That wallet is not linked to your account, or not for long enough. Nothing was done.' : 'This wants your wallet’s signature. Nothing was done.'),
  EMAIL_NOT_CONFIRMED: 'Confirm your e-mail address first: open the link in the letter that was sent to it.',
  WITHDRAWALS_WAIT: (r) => `A way into your account was opened anew, so nothing leaves for a while.${r.retryAfterMs === undefined ? '' : ` Withdrawals go on in ${span(r.retryAfterMs)}.`}`,
  ADDRESS_TOO_NEW: (r) => `This address is new, and nothing goes there yet. ${r.retryAfterMs === undefined ? 'Your address book says from when it may be used.' : `It may be used in ${span(r.retryAfterMs)}.`}`,
  NOT_NOW: (r) => r.message,
  LINK_NEEDED: 'There is an account with that e-mail address. Sign in to it the way you did before, then link this one under Account, Security.',
  PROVIDER_REFUSED: 'The other site did not confirm who you are. Begin again, or sign in another way.',
  PROVIDER_UNREACHABLE: 'The other site does not answer now. Try again in a moment, or sign in another way.',
  IP_NOT_ALLOWED: 'This key may not be used from this address.',
  NOT_FOUND: (r) => r.message || 'There is nothing here by that name.',
  METHOD_NOT_ALLOWED: 'The venue does not do that here.',
  NOT_ACCEPTABLE: 'The venue cannot answer in that form.',
  TOO_LARGE: 'That is more than one request may carry.',
  UNSUPPORTED_MEDIA_TYPE: 'The venue could not read what this page sent.',
  UPGRADE_REQUIRED: 'This address is for live connections only.',
  RATE_LIMITED: (r) => `Too many requests in a short time. ${again(r)}`,
  INTERNAL: 'The venue made a mistake of its own. Look whether it was done before you repeat it.',
  NOT_READY: 'The venue is starting and takes nothing yet.',

  CONNECTION_LOST: 'The venue could not be reached. Look whether it was done before you repeat it.',
};

/** What a refusal says to a trader; the venue's own words for a code that is newer than this page. */
export function sayRefusal(refusal: Refusal): string {
  const sentence = Object.hasOwn(sentences, refusal.code) ? sentences[refusal.code] : undefined;
  if (sentence === undefined) return refusal.message;
  return typeof sentence === 'string' ? sentence : sentence(refusal);
}

/** Whether this page has its own words for a code. */
export const isKnown = (code: string): boolean => Object.hasOwn(sentences, code);

/** It is about what a wallet signed. */
const signs = ({ field }: Refusal): boolean => field === 'signature' || field === 'message';

const again = ({ retryAfterMs }: Refusal): string => (retryAfterMs === undefined ? 'Try again in a moment.' : `Try again in ${(retryAfterMs / 1000).toFixed(1)} s.`);

function span(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

function fieldOf({ field }: Refusal): string {
  if (field === undefined) return 'A value';
  const words = field.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function money({ details }: Refusal, name: string, rounding: 'up' | 'down'): string | null {
  const count = parseDecimalDown(details?.[name] ?? '', 6);
  return count === null ? null : formatMoney(count, { rounding });
}
