using System.Numerics;

namespace Peregrine.Bench.Replay;

/// <summary>Counts and hashes trades, so that matching cannot be optimised away and a wrong trade cannot hide.</summary>
internal struct TradeTally
{
    public long Trades;
    public long Volume;
    private ulong _hashPq;
    private ulong _hashFull;

    public void Add(long maker, long taker, long price, long lots)
    {
        Trades++;
        Volume += lots;
        ulong print = Join(price, lots);
        _hashPq = Mix(_hashPq, print);
        _hashFull = Mix(Mix(_hashFull, Join(maker, taker)), print);
    }

    public readonly ReplayResult With(ulong hashBook) => new(Trades, Volume, _hashPq, _hashFull, hashBook);

    public static ulong Join(long high, long low) => unchecked(((ulong)high << 32) | (ulong)low);
    public static ulong Mix(ulong hash, ulong x) => unchecked(BitOperations.RotateLeft(hash ^ x, 27) * 0x9E3779B185EBCA87 + 0x165667B19E3779F9);
}
