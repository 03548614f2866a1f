import { absOf, ceilDiv, floorDiv } from '../numbers';

/** An exact number: `top` over `bottom`, which is above zero. */
interface Exact {
  readonly top: bigint;
  readonly bottom: bigint;
}

export type Value = { readonly kind: 'number'; readonly value: bigint } | { readonly kind: 'test'; readonly holds: boolean };

/** Rules by name, of one whole number each. */
export type Rules = Readonly<Record<string, (value: bigint) => bigint>>;

/**
 * Works a formula of a receipt out again, exactly: whole numbers, + − × /, brackets, |…|, floor, ceil, trunc, min, max, clamp(x, ±c) and clamp(x, least, most), and a comparison.
 * `rules` are the market's own, by name, such as the margin of a notional. Null when it is not made of numbers alone, or comes to no whole number: then it says something that this cannot check.
 */
export function evaluate(formula: string, rules: Rules = {}): Value | null {
  try {
    const reader = new Reader(tokensOf(formula), rules);
    const value = reader.comparison();
    reader.end();
    return value;
  } catch (thrown) {
    if (thrown instanceof NotNumbers) return null;
    throw thrown;
  }
}

class NotNumbers extends Error {}

const token = /\s*(\d+|[()|,+×/±<>≤≥=]|[-−]|[a-z]+)/giy;

function tokensOf(formula: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < formula.trimEnd().length) {
    const found = token.exec(formula)?.[1];
    if (found === undefined) throw new NotNumbers();
    tokens.push(found === '-' ? '−' : found);
  }
  return tokens;
}

const exact = (value: bigint): Exact => ({ top: value, bottom: 1n });
const compare = (a: Exact, b: Exact): number => {
  const gap = a.top * b.bottom - b.top * a.bottom;
  return gap < 0n ? -1 : gap > 0n ? 1 : 0;
};

const functions: Readonly<Record<string, (values: readonly Exact[]) => Exact>> = {
  floor: ([a]) => exact(floorDiv(need(a).top, need(a).bottom)),
  ceil: ([a]) => exact(ceilDiv(need(a).top, need(a).bottom)),
  trunc: ([a]) => exact(need(a).top / need(a).bottom),
  min: (values) => values.reduce((least, v) => (compare(v, least) < 0 ? v : least), need(values[0])),
  max: (values) => values.reduce((most, v) => (compare(v, most) > 0 ? v : most), need(values[0])),
  clamp: ([value, least, most]) => (compare(need(value), need(least)) < 0 ? need(least) : compare(need(value), need(most)) > 0 ? need(most) : need(value)),
};

const tests: Readonly<Record<string, (order: number) => boolean>> = { '<': (o) => o < 0, '>': (o) => o > 0, '≤': (o) => o <= 0, '≥': (o) => o >= 0, '=': (o) => o === 0 };

function need(value: Exact | undefined): Exact {
  if (value === undefined) throw new NotNumbers();
  return value;
}

/** Reads by descent: a comparison of sums of products of parts. */
class Reader {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly rules: Rules;

  constructor(tokens: readonly string[], rules: Rules) {
    this.tokens = tokens;
    this.rules = rules;
  }

  end(): void {
    if (this.at !== this.tokens.length) throw new NotNumbers();
  }

  comparison(): Value {
    let left = this.sum();
    let holds: boolean | null = null;
    for (let test = tests[this.peek()]; test !== undefined; test = tests[this.peek()]) {
      this.at++;
      const right = this.sum();
      holds = (holds ?? true) && test(compare(left, right));
      left = right;
    }
    if (holds !== null) return { kind: 'test', holds };
    if (left.top % left.bottom !== 0n) throw new NotNumbers();
    return { kind: 'number', value: left.top / left.bottom };
  }

  private sum(): Exact {
    let value = this.product();
    for (let sign = this.peek(); sign === '+' || sign === '−'; sign = this.peek()) {
      this.at++;
      const other = this.product();
      const top = sign === '+' ? value.top * other.bottom + other.top * value.bottom : value.top * other.bottom - other.top * value.bottom;
      value = { top, bottom: value.bottom * other.bottom };
    }
    return value;
  }

  private product(): Exact {
    let value = this.part();
    for (let sign = this.peek(); sign === '×' || sign === '/'; sign = this.peek()) {
      this.at++;
      const other = this.part();
      if (sign === '/' && other.top === 0n) throw new NotNumbers();
      value = sign === '×' ? { top: value.top * other.top, bottom: value.bottom * other.bottom } : upright(value.top * other.bottom, value.bottom * other.top);
    }
    return value;
  }

  private part(): Exact {
    const found = this.take();
    if (/^\d+$/.test(found)) return exact(BigInt(found));
    if (found === '−') {
      const { top, bottom } = this.part();
      return { top: -top, bottom };
    }
    if (found === '(') return this.closed(')');
    if (found === '|') {
      const { top, bottom } = this.closed('|');
      return { top: absOf(top), bottom };
    }
    return this.call(found);
  }

  private closed(by: string): Exact {
    const value = this.sum();
    if (this.take() !== by) throw new NotNumbers();
    return value;
  }

  private call(name: string): Exact {
    const of = Object.hasOwn(functions, name) ? functions[name] : this.rule(name);
    if (of === undefined || this.take() !== '(') throw new NotNumbers();
    const values: Exact[] = [];
    do {
      // ±c is two bounds, one on each side of nothing.
      if (this.peek() === '±') {
        this.at++;
        const { top, bottom } = this.part();
        values.push({ top: -top, bottom }, { top, bottom });
      } else {
        values.push(this.sum());
      }
    } while (this.peek() === ',' && this.at++ >= 0);
    if (this.take() !== ')') throw new NotNumbers();
    return of(values);
  }

  private rule(name: string): ((values: readonly Exact[]) => Exact) | undefined {
    const rule = Object.hasOwn(this.rules, name) ? this.rules[name] : undefined;
    return rule && (([value]) => exact(rule(need(value).top / need(value).bottom)));
  }

  private peek(): string {
    return this.tokens[this.at] ?? '';
  }

  private take(): string {
    const found = this.tokens[this.at++];
    if (found === undefined) throw new NotNumbers();
    return found;
  }
}

const upright = (top: bigint, bottom: bigint): Exact => (bottom < 0n ? { top: -top, bottom: -bottom } : { top, bottom });
