namespace Peregrine.Bench.Engine.Growth;

/// <summary>A scenario at one size, with its control beside it.</summary>
internal sealed class GrowthSize : IDisposable
{
    private readonly IScenario _scenario;
    private readonly RandomReads _reads;
    private readonly RandomReads _largePageReads;
    private readonly Scale _scale;
    private readonly PieceClock _clock;
    private readonly PieceClock _ignored;
    private readonly int _readsOperation;

    public GrowthSize(int size, GrowthKind kind, Scale scale)
    {
        Size = size;
        _scale = scale;
        _readsOperation = kind.Operations.Length;
        _scenario = kind.Make(size, scale);
        _reads = new RandomReads(_scenario.Footprint, largePages: false);
        _largePageReads = new RandomReads(_scenario.Footprint, largePages: true);
        _clock = new PieceClock(kind.Operations.Length + 2, scale.Pieces);
        _ignored = new PieceClock(kind.Operations.Length + 2, scale.Pieces);
    }

    public int Size { get; }
    public long Footprint => _scenario.Footprint;
    public ulong Checksum => _scenario.Checksum;
    public double ReadNs => _clock.MedianNs(_readsOperation);
    public double LargePageReadNs => _clock.MedianNs(_readsOperation + 1);

    public double Ns(int operation) => _clock.MedianNs(operation);

    public void Pass(bool isMeasured)
    {
        PieceClock clock = isMeasured ? _clock : _ignored;
        for (int piece = 0; piece < _scale.Pieces; piece++)
        {
            clock.BeginPiece(piece);
            _scenario.Run(piece, clock);
        }
        Read(_reads, clock, _readsOperation);
        Read(_largePageReads, clock, _readsOperation + 1);
    }

    private void Read(RandomReads reads, PieceClock clock, int operation)
    {
        for (int piece = 0; piece < _scale.Pieces; piece++)
        {
            clock.BeginPiece(piece);
            clock.Start();
            reads.Run(_scale.Piece);
            clock.Stop(operation, _scale.Piece);
        }
    }

    public void Dispose()
    {
        _reads.Dispose();
        _largePageReads.Dispose();
    }
}
