using Peregrine.Core;

namespace Peregrine.MarketData;

/// <summary>Something that follows events and knows how far it has come. One thread feeds it; what it shows is read by any.</summary>
/// <remarks>
/// The same events make the same fold, whoever feeds them and however they were cut. It either follows from the first command, or takes a told state
/// (<see cref="Load"/>) and follows from there. Nothing is repaired here: events that do not continue what was folded throw, and the fold is over.
/// </remarks>
public abstract class Fold
{
    private const byte FirstState = (byte)EventKind.StateVenue;
    private static readonly bool[] Known = NameKinds();

    private long _cursor;
    private long _seq;
    private int _nextIndex;
    private bool _isLoading;

    /// <summary>The last command whose events are all in. Any thread may ask.</summary>
    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>Engine time of the last event.</summary>
    public long TimeNs { get; private set; }

    /// <summary>What was taken last was told to its end. For the thread that feeds.</summary>
    public bool IsBetweenCommands => _isLoading || _nextIndex == 0;

    /// <summary>The event that was taken last, or that could not be taken. For the thread that feeds.</summary>
    public (long Seq, int Index) At => (_seq, Math.Max(0, _nextIndex - 1));

    /// <summary>Events of kinds that this version has no name for. They change nothing; a number above 0 says that an upgrade is due.</summary>
    public long UnknownCount { get; private set; }

    /// <summary>Takes the next piece of a state told by <c>Describe</c>, which begins with <see cref="StateVenue"/>. The first command after it ends it.</summary>
    public void Load(ReadOnlySpan<byte> state)
    {
        EventReader events = new(state);
        while (events.Next())
        {
            ref readonly EventHeader header = ref events.Header;
            Invariant.That((byte)header.Kind >= FirstState, "a command's event stands in a told state");
            if (header.Kind == EventKind.StateVenue) BeginLoading(in header);
            Invariant.That(_isLoading && header.Seq == _cursor && header.Index == _nextIndex, "a told state is not whole");
            _nextIndex++;
            if (Known[(byte)header.Kind]) OnState(ref events);
            else UnknownCount++;
        }
    }

    /// <summary>Takes the events that follow, cut anywhere between two of them.</summary>
    public void Apply(ReadOnlySpan<byte> bytes)
    {
        EventReader events = new(bytes);
        while (events.Next())
        {
            ref readonly EventHeader header = ref events.Header;
            Expect(in header);
            if (!Known[(byte)header.Kind])
            {
                UnknownCount++;
                continue;
            }
            if (header.Kind != EventKind.CommandDone)
            {
                OnEvent(ref events);
                continue;
            }
            OnCommandDone(in header);
            _nextIndex = 0;
            Volatile.Write(ref _cursor, header.Seq);
        }
    }

    /// <summary>It broke in the middle of a command and takes nothing more: nobody who copies from it has to wait for the command's end. What he copied is torn.</summary>
    public abstract void Abandon();

    protected abstract void OnState(ref EventReader state);

    protected abstract void OnEvent(ref EventReader happened);

    /// <summary>The command is told to its end: what it changed may be shown.</summary>
    protected abstract void OnCommandDone(in EventHeader done);

    private void BeginLoading(in EventHeader header)
    {
        Invariant.That(_cursor == 0 && _seq == 0 && !_isLoading, "a state is loaded into an empty fold");
        _isLoading = true;
        (_seq, TimeNs) = (header.Seq, header.TimeNs);
        Volatile.Write(ref _cursor, header.Seq);
    }

    // Members of a group tell nothing but with the last of them, so sequence numbers have holes; places within a command have none.
    private void Expect(in EventHeader header)
    {
        if (_isLoading) (_isLoading, _nextIndex) = (false, 0);
        bool isNext = header.Index == _nextIndex && (_nextIndex == 0 ? header.Seq > _seq : header.Seq == _seq);
        Invariant.That(isNext, "events do not follow each other");
        Invariant.That((byte)header.Kind < FirstState, "a told state stands among events");
        Invariant.That(header.TimeNs >= TimeNs, "time runs backwards");
        (_seq, TimeNs) = (header.Seq, header.TimeNs);
        _nextIndex++;
    }

    private static bool[] NameKinds()
    {
        bool[] known = new bool[byte.MaxValue + 1];
        foreach (EventKind kind in Enum.GetValues<EventKind>()) known[(byte)kind] = true;
        return known;
    }
}
