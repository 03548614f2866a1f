using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Streams;

/// <summary>A copy of a book that follows frames. It is either exactly the venue's book of <see cref="MdSeq"/>, or says that it is not.</summary>
public sealed class LocalBook(MarketTerms market)
{
    /// <summary>How many levels of each side a checksum covers.</summary>
    public const int ChecksumLevels = 25;

    private readonly Ladder _bids = new(Side.Buy), _asks = new(Side.Sell);

    public MarketTerms Market => market;

    /// <summary>False before the first snapshot, and after a hole or a wrong checksum until the next.</summary>
    public bool IsSynced { get; private set; }

    public long MdSeq { get; private set; }

    /// <summary>The engine's number of the newest command in it.</summary>
    public long Seq { get; private set; }

    public int Bids => _bids.Count;

    public int Asks => _asks.Count;

    /// <param name="rank">0 is the best.</param>
    public BookLevel Bid(int rank) => _bids[rank];

    /// <param name="rank">0 is the best.</param>
    public BookLevel Ask(int rank) => _asks[rank];

    public ulong Checksum() => Checksum(Checksum(Hash64.FnvOffset, _bids), _asks);

    internal void Lose() => IsSynced = false;

    internal BookStep Apply(BookFrame frame)
    {
        if (frame.IsSnapshot)
        {
            _bids.Clear();
            _asks.Clear();
            IsSynced = true;
        }
        else if (!IsSynced)
        {
            return BookStep.Gap;
        }
        else if (frame.MdSeq <= MdSeq)
        {
            return BookStep.Old;
        }
        else if (frame.Prev != MdSeq)
        {
            IsSynced = false;
            return BookStep.Gap;
        }
        foreach (BookLevel level in frame.Bids) _bids.Set(in level);
        foreach (BookLevel level in frame.Asks) _asks.Set(in level);
        (MdSeq, Seq) = (frame.MdSeq, frame.Seq);
        IsSynced = frame.Checksum is not { } told || told == Checksum();
        return IsSynced ? BookStep.Applied : BookStep.Broken;
    }

    private static ulong Checksum(ulong hash, Ladder side)
    {
        for (int rank = 0; rank < Math.Min(side.Count, ChecksumLevels); rank++)
        {
            hash = Hash64.Fnv1a(hash, side[rank].Price.Value);
            hash = Hash64.Fnv1a(hash, side[rank].Total.Value);
        }
        return hash;
    }
}

/// <summary>What a frame did to a local book.</summary>
internal enum BookStep : byte
{
    Applied = 1,
    /// <summary>Known already; passed over.</summary>
    Old = 2,
    /// <summary>Something before it is missing.</summary>
    Gap = 3,
    /// <summary>The checksum is another.</summary>
    Broken = 4,
}
