/** The ticket that a letter's link carries behind its #, which no server is sent; null when there is none. */
export const ticketIn = (hash: string): string | null => new URLSearchParams(hash.replace(/^#/, '')).get('ticket') || null;

/** A letter's text, its links parted from the rest. They lead to this venue, by whichever name it wrote them. */
export function piecesOf(letter: string): readonly (string | { readonly to: string; readonly shown: string })[] {
  return letter.split(/(https?:\/\/[^\s]+)/).map((piece, i) => {
    if (i % 2 === 0) return piece;
    const url = new URL(piece);
    return { to: url.pathname + url.search + url.hash, shown: piece };
  });
}
