/** An address of the owner's book. */
export interface AddressWire {
  readonly addressId: string;
  readonly address: string;
  readonly label: string;
  readonly created: number;
  readonly usableFrom: number;
}

/** The address that is meant: the one chosen while it is there, else the first that may be used. Nothing goes to one that waits. */
export function addressFor(chosen: string, book: readonly AddressWire[], now: number): AddressWire | null {
  const usable = book.filter((a) => a.usableFrom <= now);
  return usable.find((a) => a.addressId === chosen) ?? usable[0] ?? null;
}

/** The start and the end of an address: enough to tell one's own apart. */
export const shortOf = (address: string): string => (address.length <= 12 ? address : `${address.slice(0, 4)}…${address.slice(-4)}`);
