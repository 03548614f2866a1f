import { lost, Problem, problemOf } from '@/api/problem';
import { createStreamStore } from './store';

/** How the socket fares, for banners and the status bar. */
export interface LinkState {
  readonly state: 'connecting' | 'live' | 'offline';
  /** When it became so, in our own time. */
  readonly since: number;
  /** When it is tried again; 0 when it is not waiting. */
  readonly retryAt: number;
  /** How long a question and its answer took last; 0 when none came yet. */
  readonly latencyMs: number;
  /** How far the server's clock is ahead of ours. */
  readonly skewMs: number;
  /** How often the link was lost. */
  readonly losses: number;
}

export type Frame = { readonly ch: string; readonly m?: string; readonly [field: string]: unknown };

export interface Channel {
  readonly ch: string;
  readonly market?: string;
  /** What the frames of this channel carry, when several of one kind may be open. */
  readonly [parameter: string]: string | number | boolean | undefined;
}

export interface Subscription {
  readonly channel: Channel;
  /** Whether only somebody who is signed in gets it. */
  readonly isPrivate?: boolean;
  onFrame(frame: Frame): void;
  /** Parameters that are known only when it is sent: where to go on. */
  resume?(): Record<string, number | string>;
  /** The link is gone: what was shown is old now. */
  onLost?(): void;
  onRefused?(problem: Problem): void;
}

interface Waiting {
  resolve(answer: Record<string, unknown>): void;
  reject(problem: Problem): void;
}

const PingEveryMs = 5_000;
const DeadAfterMs = 12_000;
const BackoffMs = [300, 600, 1_200, 2_500, 5_000, 8_000];

export const link = createStreamStore<LinkState>({ state: 'connecting', since: Date.now(), retryAt: 0, latencyMs: 0, skewMs: 0, losses: 0 });

/** One socket for everything; it reconnects by itself, signs in again and takes its subscriptions up where they were. */
class Connection {
  private socket: WebSocket | null = null;
  private nextId = 1;
  private tries = 0;
  private token: string | null = null;
  private account: string | null = null;
  private isAuthed = false;
  private heardAt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private beat: ReturnType<typeof setInterval> | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private readonly subscriptions = new Map<string, Set<Subscription>>();

  start(): void {
    window.addEventListener('online', () => this.wake());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.wake());
    this.open();
  }

  /** Whose private channels the socket carries; null for nobody. Called again with each fresh token. */
  authenticate(token: string | null, account: string | null): void {
    const isOther = account !== this.account || token === null;
    [this.token, this.account] = [token, account];
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    // A socket belongs to one account: for another one, and for nobody, there is a new one.
    if (isOther && this.isAuthed) this.socket.close(1000);
    else void this.signIn(!this.isAuthed);
  }

  /** Opens a channel, now and after every reconnect, until what is returned is called. */
  subscribe(subscription: Subscription): () => void {
    const key = keyOf(subscription.channel.ch, subscription.channel.market);
    const others = this.subscriptions.get(key) ?? new Set();
    others.add(subscription);
    this.subscriptions.set(key, others);
    this.send(subscription);
    return () => {
      others.delete(subscription);
      if (others.size === 0) this.subscriptions.delete(key);
      if (this.socket?.readyState === WebSocket.OPEN) this.ask({ op: 'unsubscribe', ...subscription.channel }).catch(ignore);
    };
  }

  /** The same channel from its beginning: what was held has a hole. */
  resync(subscription: Subscription): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.ask({ op: 'unsubscribe', ...subscription.channel }).catch(ignore);
    this.send(subscription);
  }

  ask(message: Record<string, unknown>): Promise<Record<string, unknown>> {
    if (this.socket?.readyState !== WebSocket.OPEN) return Promise.reject(lost('The connection is down.'));
    const id = this.nextId++;
    this.socket.send(JSON.stringify({ id, ...message }));
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  private open(): void {
    clearTimeout(this.retry);
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/ws/v1`);
    this.socket = socket;
    this.say({ state: link.get().state === 'offline' ? 'offline' : 'connecting', retryAt: 0 });
    socket.onopen = () => void this.opened(socket);
    socket.onmessage = (event: MessageEvent<string>) => {
      if (this.socket === socket) this.take(event.data);
    };
    socket.onclose = () => {
      if (this.socket === socket) this.closed();
    };
  }

  private async opened(socket: WebSocket): Promise<void> {
    this.tries = 0;
    this.heardAt = Date.now();
    this.isAuthed = false;
    this.beat = setInterval(() => this.ping(), PingEveryMs);
    for (const subscription of this.all()) if (!subscription.isPrivate) this.send(subscription);
    this.say({ state: 'live', since: Date.now(), retryAt: 0 });
    this.ping();
    if (this.token !== null && this.socket === socket) await this.signIn(true);
  }

  private closed(): void {
    clearInterval(this.beat);
    this.socket = null;
    const wasLive = link.get().state === 'live';
    for (const waiting of this.waiting.values()) waiting.reject(lost('The connection broke before the answer came.'));
    this.waiting.clear();
    if (wasLive) for (const subscription of this.all()) subscription.onLost?.();
    const wait = (BackoffMs[Math.min(this.tries++, BackoffMs.length - 1)] ?? 8_000) * (0.75 + Math.random() / 2);
    this.say({ state: 'offline', since: wasLive ? Date.now() : link.get().since, retryAt: Date.now() + wait, losses: link.get().losses + (wasLive ? 1 : 0) });
    this.retry = setTimeout(() => this.open(), wait);
  }

  private wake(): void {
    if (this.socket === null) this.open();
    else this.ping();
  }

  private async signIn(isFirst: boolean): Promise<void> {
    if (this.token === null) return;
    const account = this.account === null ? {} : { account: this.account };
    try {
      await this.ask({ op: 'auth', token: this.token, ...account });
    } catch (thrown) {
      for (const subscription of this.all()) if (subscription.isPrivate) subscription.onRefused?.(thrown as Problem);
      return;
    }
    this.isAuthed = true;
    if (isFirst) for (const subscription of this.all()) if (subscription.isPrivate) this.send(subscription);
  }

  private send(subscription: Subscription): void {
    if (this.socket?.readyState !== WebSocket.OPEN || (subscription.isPrivate === true && !this.isAuthed)) return;
    this.ask({ op: 'subscribe', ...subscription.channel, ...subscription.resume?.() }).catch((problem: Problem) => subscription.onRefused?.(problem));
  }

  private ping(): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    if (Date.now() - this.heardAt > DeadAfterMs) {
      this.socket.close(4000);
      this.closed();
      return;
    }
    const asked = performance.now();
    this.ask({ op: 'ping' }).then((answer) => {
      const took = performance.now() - asked;
      const time = typeof answer['time'] === 'number' ? answer['time'] : null;
      this.say({ latencyMs: took, ...(time === null ? {} : { skewMs: Math.round(time - (Date.now() - took / 2)) }) });
    }, ignore);
  }

  private take(text: string): void {
    this.heardAt = Date.now();
    const frame = JSON.parse(text) as Record<string, unknown>;
    if (typeof frame['ch'] === 'string') this.deliver(frame as Frame);
    else this.answer(frame);
  }

  private deliver(frame: Frame): void {
    const open = this.subscriptions.get(keyOf(frame.ch, frame.m));
    if (open) for (const subscription of [...open]) subscription.onFrame(frame);
  }

  private answer(frame: Record<string, unknown>): void {
    const waiting = this.waiting.get(frame['id'] as number);
    if (!waiting) return;
    this.waiting.delete(frame['id'] as number);
    if (frame['error']) waiting.reject(problemOf(0, frame));
    else waiting.resolve(frame);
  }

  private *all(): Iterable<Subscription> {
    for (const subscriptions of this.subscriptions.values()) yield* subscriptions;
  }

  private say(news: Partial<LinkState>): void {
    link.set({ ...link.get(), ...news });
  }
}

const keyOf = (channel: string, market: string | undefined): string => `${channel}:${market ?? ''}`;
const ignore = (): void => undefined;

export const connection = new Connection();
