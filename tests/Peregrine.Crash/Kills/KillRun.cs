using System.Diagnostics;
using System.Globalization;
using Peregrine.Crash.Audit;
using Peregrine.Crash.Clients;
using Peregrine.Crash.Venues;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Tools;
using Peregrine.Simulation.Disk;

namespace Peregrine.Crash.Kills;

/// <summary>One venue and its clients over many deaths.</summary>
internal sealed class KillRun : IDisposable
{
    private const int LongestLoadMs = 250;
    private const int TwoStartsMs = 600;
    private const int SlowLoadMs = 400;
    // Nobody waits longer than this for a snapshot or a segment that does not come.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly string[] Calls = ["fdatasync", "fsync", "pwrite64", "rename", "unlink", "ftruncate"];
    private readonly Place _place = new();
    private readonly Wishes _wishes;
    private readonly ClientFile _file;
    private readonly Client[] _clients;
    private readonly Auditor _auditor;
    // A short run does not come to all calls, so each begins with another.
    private readonly int _firstCall;
    private Rng _rng;

    public KillRun(ulong seed)
    {
        _rng = new Rng(seed);
        _firstCall = _rng.Below(Calls.Length);
        _wishes = new Wishes(seed);
        _file = new ClientFile(_place.ClientFile);
        _clients = [new Client(_wishes, _file), new Client(_wishes, _file)];
        _auditor = new Auditor(_place.Data, _place.ClientFile);
    }

    public KillTally Tally { get; } = new();

    public AuditTally Found { get; private set; }

    /// <summary>Begins the venue, kills it so often, and lets it end in peace; then everything is looked at once more from the first command on.</summary>
    public void Run(int kills)
    {
        using (var venue = new VenueProcess(_place))
        {
            That(venue.IsReady(), "a new venue starts");
            using var line = new VenueLine(_place, _clients[0].Hear);
            _clients[0].Found(line);
            venue.Kill();
            line.Drain();
        }
        CheckAtRest();
        Moment[] moments = [.. Enum.GetValues<Moment>().Where(static m => m is not (Moment.AtCall or Moment.OnASlowDisk) || Strace.Missing is null)];
        for (int i = 0; i < kills; i++) Round(moments[i % moments.Length]);
        EndInPeace();
        var again = new Auditor(_place.Data, _place.ClientFile);
        again.Check();
        That(again.LastSeq == _auditor.LastSeq, "a second look sees as much as the first");
        Found = again.Tally;
    }

    public void Dispose()
    {
        _file.Dispose();
        _place.Dispose();
    }

    private void Round(Moment moment)
    {
        long segment = RawJournal.NewestNumber(_place.Data);
        string[] around = moment == Moment.AtCall ? AroundCall() : moment == Moment.OnASlowDisk ? AroundWrites() : [];
        using (var venue = new VenueProcess(_place, around))
        {
            if (moment == Moment.WhileStarting)
            {
                Thread.Sleep(_rng.Below(TwoStartsMs));
                venue.Kill();
            }
            else if (venue.IsReady())
            {
                DieUnderLoad(venue, moment, segment);
            }
            else
            {
                That(moment == Moment.AtCall && venue.EndsWithin(Patience), "only who is killed ends without a word");
                Tally.Add("died in a call");
            }
        }
        Tally.Kills++;
        Tally.Add(moment.ToString());
        _file.Notes($"kill {Tally.Kills} {moment}");
        CheckAtRest();
    }

    private void DieUnderLoad(VenueProcess venue, Moment moment, long segment)
    {
        VenueLine[] lines;
        try
        {
            lines = [.. _clients.Select(client => new VenueLine(_place, client.Hear))];
            // Under a tracer it may die while it is asked.
            Check(lines[0]);
        }
        catch (Exception e) when (moment == Moment.AtCall && IsGone(e))
        {
            That(venue.EndsWithin(Patience), "who is gone is gone");
            Tally.Add("died in a call");
            return;
        }
        Thread[] trading = [.. _clients.Select((client, i) => new Thread(() => client.Trade(lines[i], () => venue.HasEnded)))];
        foreach (Thread thread in trading) thread.Start();
        Await(venue, moment, segment);
        if (!venue.HasEnded) venue.Kill();
        if (moment == Moment.DuringSnapshot && File.Exists(Unfinished)) Tally.Add("half snapshots");
        if (moment == Moment.DuringRotation && RawJournal.NewestNumber(_place.Data) > segment) Tally.Add("new segments");
        foreach (Thread thread in trading) thread.Join();
        foreach (VenueLine line in lines)
        {
            line.Drain();
            line.Dispose();
        }
    }

    private string Unfinished => Path.Combine(_place.Data, "snapshot.new");

    private void Await(VenueProcess venue, Moment moment, long segment)
    {
        if (moment == Moment.UnderLoad) Thread.Sleep(_rng.Below(LongestLoadMs));
        else if (moment == Moment.OnASlowDisk) Thread.Sleep(SlowLoadMs + _rng.Below(SlowLoadMs));
        else if (moment == Moment.DuringSnapshot) Wait(() => File.Exists(Unfinished));
        else if (moment == Moment.DuringRotation) Wait(() => RawJournal.NewestNumber(_place.Data) > segment + 1);
        else if (venue.EndsWithin(Patience)) Tally.Add("died in a call");
    }

    private static void Wait(Func<bool> until)
    {
        long began = Stopwatch.GetTimestamp();
        while (!until() && Stopwatch.GetElapsedTime(began) < Patience) Thread.Yield();
    }

    // Counted for each thread by itself, so that any of them may be the one that is hit.
    private string[] AroundCall()
    {
        string call = Calls[(_firstCall + Tally[nameof(Moment.AtCall)]) % Calls.Length];
        int nth = call is "fdatasync" or "pwrite64" ? 1 + _rng.Below(60) : 1 + _rng.Below(2);
        return Strace.Around(call, _place.Calls, string.Create(CultureInfo.InvariantCulture, $"{call}:signal=KILL:when={nth}"));
    }

    // Ten milliseconds before each write of a thread but its first ones, which are those of the start.
    private string[] AroundWrites() => Strace.Around("pwrite64", _place.Calls, "pwrite64:delay_enter=10000:when=40+");

    private void Check(VenueLine line) => _auditor.Check(line.AskStanding(), line.AskState());

    private void CheckAtRest()
    {
        using (PosixStorage storage = PosixStorage.ToReadAt(_place.Data))
        {
            JournalCheck check = JournalCheck.Of(storage);
            if (check.Damage is { } damage) throw new AuditException($"'journal verify' refuses what a kill left: {damage.Message}", damage);
            if (check.Torn is not null) Tally.Add("torn tails");
        }
        _auditor.Check();
    }

    private void EndInPeace()
    {
        using (var venue = new VenueProcess(_place))
        {
            That(venue.IsReady(), "a venue that was killed starts");
            VenueLine[] lines = [.. _clients.Select(client => new VenueLine(_place, client.Hear))];
            Check(lines[0]);
            for (int i = 0; i < lines.Length; i++) _clients[i].Trade(lines[i], stop: static () => true);
            foreach (Client client in _clients) client.AwaitAnswers();
            That(venue.Stop() == 0, "a venue that is told to end ends well");
            foreach (VenueLine line in lines)
            {
                line.Drain();
                line.Dispose();
            }
        }
        CheckAtRest();
    }

    private static bool IsGone(Exception e) => e is IOException or System.Net.Sockets.SocketException || (e is AggregateException all && all.InnerExceptions.All(IsGone));

    private static void That(bool isSo, string otherwise)
    {
        if (!isSo) throw new AuditException($"it is not so that {otherwise}");
    }
}
