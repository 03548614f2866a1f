using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Accounts;

/// <summary>Memory for what accounts were told, in small chunks that are handed on from whoever was told longest ago.</summary>
/// <remarks>
/// A busy account uses its own chunks again when it has its share, of which there is more while half of all is free, so it cannot push out the
/// quiet ones. Only when everybody together has all there is, the oldest chunk of all changes hands.
/// </remarks>
internal sealed class ChunkPool(long bytesMax)
{
    public const int ChunkBytes = 1024;
    private const int PageChunks = 1024;

    private readonly byte[]?[] _pages = new byte[(int)Math.Max(1, bytesMax / ChunkBytes / PageChunks) + 1][];
    private readonly Pages<Chunk> _chunks = new();
    private readonly int _chunksMax = (int)Math.Max(1, bytesMax / ChunkBytes);
    private int _oldest;
    private int _youngest;

    /// <summary>Chunks in use.</summary>
    public int Count => _chunks.Count;

    public bool IsFull => _chunks.Count >= _chunksMax;

    public bool IsHalfFull => _chunks.Count >= _chunksMax / 2;

    /// <summary>The chunk taken longest ago; it is the first of its log.</summary>
    public int Oldest => _oldest;

    public ref Chunk this[int chunk] => ref _chunks[chunk];

    /// <summary>For readers: any number whatever.</summary>
    public ref Chunk Peek(int chunk) => ref _chunks.Peek(chunk);

    public int Rent(int account, LogKind kind)
    {
        int chunk = _chunks.Rent();
        int page = chunk / PageChunks;
        if (_pages[page] is null) Volatile.Write(ref _pages[page], GC.AllocateUninitializedArray<byte>(PageChunks * ChunkBytes));
        _chunks[chunk] = new Chunk { Account = account, Kind = kind, Older = _youngest };
        if (_youngest == 0) _oldest = chunk;
        else _chunks[_youngest].Younger = chunk;
        _youngest = chunk;
        return chunk;
    }

    public void Return(int chunk)
    {
        ref Chunk gone = ref _chunks[chunk];
        if (gone.Older == 0) _oldest = gone.Younger;
        else _chunks[gone.Older].Younger = gone.Younger;
        if (gone.Younger == 0) _youngest = gone.Older;
        else _chunks[gone.Younger].Older = gone.Older;
        _chunks.Return(chunk);
    }

    public Span<byte> BytesOf(int chunk)
    {
        byte[]? page = (uint)(chunk / PageChunks) < (uint)_pages.Length ? Volatile.Read(ref _pages[chunk / PageChunks]) : null;
        return page is null ? default : page.AsSpan(chunk % PageChunks * ChunkBytes, ChunkBytes);
    }
}
