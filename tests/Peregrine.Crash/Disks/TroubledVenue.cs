using System.Diagnostics;
using Peregrine.Crash.Audit;
using Peregrine.Crash.Clients;
using Peregrine.Crash.Venues;

namespace Peregrine.Crash.Disks;

/// <summary>One venue, one client and one auditor, while the disk makes trouble. One connection at a time, so that the order of answers says something.</summary>
internal sealed class TroubledVenue : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Place _place;
    private readonly ClientFile _file;
    private readonly Auditor _auditor;
    private VenueProcess? _process;
    private VenueLine? _line;

    public TroubledVenue(Place place)
    {
        _place = place;
        _file = new ClientFile(place.ClientFile);
        _auditor = new Auditor(place.Data, place.ClientFile);
        Client = new Client(new Wishes(1), _file);
    }

    public Client Client { get; }

    public VenueLine Line => _line!;

    public AuditTally Tally => _auditor.Tally;

    /// <summary>False when the venue refused to start, and <paramref name="why"/> is its sentence.</summary>
    public bool TryStart(out string why, params string[] around)
    {
        why = "";
        _process = new VenueProcess(_place, around);
        try
        {
            Assert.True(_process.IsReady(), "it ends with a word or with none of ours");
        }
        catch (InvalidOperationException e)
        {
            why = e.Message;
            return false;
        }
        _line = new VenueLine(_place, Client.Hear);
        return true;
    }

    public void Start(params string[] around) => Assert.True(TryStart(out string why, around), why);

    public void Found()
    {
        Start();
        Client.Found(Line);
        Stop();
    }

    public void TradeUntil(Func<bool> stop)
    {
        long began = Stopwatch.GetTimestamp();
        Client.Trade(Line, () => stop() || Stopwatch.GetElapsedTime(began) > Patience);
        Assert.True(stop(), $"in {Patience.TotalSeconds} s nothing came of it: {Line.AskStanding()}");
    }

    /// <summary>So many more are acknowledged.</summary>
    public void TradeMore(int acks)
    {
        long enough = Client.Acks + acks;
        TradeUntil(() => Client.Acks >= enough);
        Client.AwaitAnswers();
    }

    public void CheckState() => _auditor.Check(Line.AskStanding(), Line.AskState());

    public void Kill()
    {
        if (!_process!.HasEnded) _process.Kill();
        End();
    }

    public void Stop()
    {
        Assert.Equal(0, _process!.Stop());
        End();
    }

    public void Dispose()
    {
        _process?.Dispose();
        _line?.Dispose();
        _file.Dispose();
    }

    // Everything the venue said is heard before it is held against what it left.
    private void End()
    {
        _line?.Drain();
        _line?.Dispose();
        _line = null;
        _process!.Dispose();
        _process = null;
        _auditor.Check();
    }
}
