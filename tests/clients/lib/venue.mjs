// What a test needs of the venue before a client takes over: a person, an API key, the clients themselves by their documented options.
import ccxt from 'ccxt';

const PASSWORD = 'correct horse battery staple';

export class Venue {
  constructor(url) {
    this.url = url.replace(/\/$/, '');
    this.ws = this.url.replace(/^http/, 'ws');
    this.people = 0;
  }

  async native(path, body, token) {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Somebody new, with paper money and an HMAC key. */
  async person(name = `bot${process.pid}x${++this.people}`) {
    const credentials = { email: `${name}@example.com`, password: PASSWORD };
    await this.native('/auth/sign-up', credentials);
    const { accessToken } = await this.native('/auth/sign-in', credentials);
    const { keyId, secret } = await this.native('/keys', { label: 'bot', scopes: ['read', 'trade'] }, accessToken);
    return { name, token: accessToken, apiKey: keyId, secret };
  }

  /** ccxt's futures exchange, pointed here: its addresses are constants, so they are overridden; the last line is its typed errors off the exchange's own host. */
  ccxt(person, options = {}, pro = true) {
    const type = pro ? ccxt.pro.binanceusdm : ccxt.binanceusdm;
    const exchange = new type({ apiKey: person?.apiKey, secret: person?.secret, enableRateLimit: false, ...options });
    const { api } = exchange.urls;
    for (const [name, url] of Object.entries(api)) {
      if (typeof url === 'string') api[name] = url.replace(/^https:\/\/[^/]+/, this.url);
      else for (const [stream, address] of Object.entries(url)) url[stream] = this.streamOf(stream, address);
    }
    exchange.exceptions.exact = { ...exchange.exceptions.exact, ...exchange.exceptions.linear.exact };
    return exchange;
  }

  // ccxt keeps its stream addresses by kind of market: ours are those of its futures.
  streamOf(name, address) {
    if (typeof address !== 'string') return Object.fromEntries(Object.entries(address).map(([k, v]) => [k, this.streamOf(k, v)]));
    return address.replace(/^wss:\/\/[^/]+/, this.ws);
  }
}
