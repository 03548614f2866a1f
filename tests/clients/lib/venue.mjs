// What a test needs of the venue before a client takes over: a person, an API key, the clients themselves by their documented options.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import ccxt from 'ccxt';

const PASSWORD = 'correct horse battery staple';

export class Venue {
  constructor(url = process.env.VENUE_URL) {
    assert.ok(url, 'VENUE_URL is the address of a running venue');
    this.url = url.replace(/\/$/, '');
    this.ws = this.url.replace(/^http/, 'ws');
    this.people = 0;
  }

  async native(path, body, token, method = body === undefined ? 'GET' : 'POST') {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Somebody new, with paper money and a key: an HMAC one, or one whose secret the venue never sees. */
  async person({ ed25519 = false } = {}) {
    const credentials = { email: `client${process.pid}x${++this.people}x${Date.now()}@example.com`, password: PASSWORD };
    await this.native('/auth/sign-up', credentials);
    const { accessToken } = await this.native('/auth/sign-in', credentials);
    const { publicKey, privateKey } = ed25519 ? generateKeyPairSync('ed25519') : {};
    const terms = { label: 'bot', scopes: ['read', 'trade'] };
    // The last 32 bytes of the key's DER are the key itself.
    if (ed25519) terms.publicKey = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
    const { keyId, secret } = await this.native('/keys', terms, accessToken);
    return { token: accessToken, apiKey: keyId, secret: ed25519 ? privateKey.export({ type: 'pkcs8', format: 'pem' }) : secret };
  }

  /** ccxt's futures exchange, pointed here. Its addresses are constants, so they are overridden; the line behind them gives it its typed errors off the exchange's own host. */
  async ccxt(person) {
    const exchange = new ccxt.pro.binanceusdm({ apiKey: person?.apiKey, secret: person?.secret, enableRateLimit: false });
    exchange.urls.api = this.moved(exchange.urls.api);
    exchange.exceptions.exact = { ...exchange.exceptions.exact, ...exchange.exceptions.linear.exact };
    // Sockets without TLS want this; with wss:// it is not needed.
    await exchange.loadHttpProxyAgent();
    await exchange.loadMarkets();
    return exchange;
  }

  moved(address) {
    if (typeof address !== 'string') return Object.fromEntries(Object.entries(address).map(([name, value]) => [name, this.moved(value)]));
    return address.replace(/^https:\/\/[^/]+/, this.url).replace(/^wss:\/\/[^/]+/, this.ws);
  }
}

/** Ends ccxt clients. What one of them still waits for it ends with an error, and some of that it asked for itself and nobody listens to. */
export async function leave(...clients) {
  for (const client of clients) {
    for (const socket of Object.values(client.clients)) for (const awaited of Object.values(socket.futures)) awaited.catch(() => undefined);
    await client.close();
  }
}

/** Decimals as whole millionths: what adds up must add up exactly. */
export function micros(text) {
  const [whole, fraction = ''] = String(text).replace('-', '').split('.');
  const value = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
  return String(text).startsWith('-') ? -value : value;
}

// As any bot does: a venue that says it has no time is asked again.
const hasNoTime = (error) => String(error?.message).includes('"code":-1008');

/** Waits until something holds; fails with what it was at last. */
export async function until(what, probe, ms = 30_000, every = 20) {
  const end = Date.now() + ms;
  for (let seen; ; await new Promise((resume) => setTimeout(resume, every))) {
    try {
      seen = await probe();
    } catch (error) {
      if (!hasNoTime(error)) throw error;
      seen = undefined;
    }
    if (seen) return seen;
    assert.ok(Date.now() < end, `${typeof what === 'string' ? what : what()} did not come to hold in ${ms} ms`);
  }
}

/** The name of the class that a call throws. */
export async function thrown(call) {
  try {
    await call();
  } catch (error) {
    return error.constructor.name;
  }
  return 'nothing';
}
