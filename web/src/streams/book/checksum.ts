/**
 * FNV-1a, 64 bits, over pairs of 64-bit little-endian integers. Kept as four 16-bit limbs in plain numbers: bigints would make garbage of eight hundred multiplications.
 */
const PRIME_LOW = 0x1b3;

export class Fnv64 {
  private a = 0x2325;
  private b = 0x8422;
  private c = 0x9ce4;
  private d = 0xcbf2;

  /** A safe, non-negative integer as its eight bytes. */
  add(value: number): void {
    let low = value % 0x1_0000_0000;
    let high = Math.floor(value / 0x1_0000_0000);
    for (let i = 0; i < 4; i++, low = Math.floor(low / 256)) this.byte(low & 255);
    for (let i = 0; i < 4; i++, high = Math.floor(high / 256)) this.byte(high & 255);
  }

  hex(): string {
    return [this.d, this.c, this.b, this.a].map((limb) => limb.toString(16).padStart(4, '0')).join('');
  }

  // The prime is 2⁴⁰ + 0x1b3: a multiplication is one by 0x1b3 and a shift by two and a half limbs.
  private byte(value: number): void {
    const a = this.a ^ value;
    const { b, c, d } = this;
    let carry = a * PRIME_LOW;
    this.a = carry & 0xffff;
    carry = b * PRIME_LOW + (carry >>> 16);
    this.b = carry & 0xffff;
    carry = c * PRIME_LOW + (carry >>> 16) + ((a << 8) & 0xffff);
    this.c = carry & 0xffff;
    carry = d * PRIME_LOW + Math.floor(carry / 0x1_0000) + ((b << 8) & 0xffff) + (a >>> 8);
    this.d = carry & 0xffff;
  }
}
