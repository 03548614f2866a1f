namespace Peregrine.Core;

/// <summary>Engine time. Only the sequencer reads it; everybody else is told the time by commands.</summary>
public interface IClock
{
    long NowNs { get; }
}

/// <summary>Where commands go in. Bounded: a full ring answers <see cref="RejectCode.Busy"/>, it never grows.</summary>
public interface ICommandPort
{
    /// <summary>Claims consecutive places for a group and publishes it; false when there is no room for its class.</summary>
    bool TrySubmit(ReadOnlySpan<Command> group);
}

public enum AppendResult : byte
{
    Committed = 1,
    /// <summary>Another writer holds a newer epoch: this one must stop.</summary>
    Fenced = 2,
    /// <summary>Nothing may be assumed; the log's end must be read before anything else.</summary>
    Unknown = 3,
}

/// <summary>The one total order, on stable storage before it returns; a local file and a cluster look the same from here.</summary>
public interface ICommandLog
{
    long Acquire(int shard);
    AppendResult Append(long epoch, long firstSeq, ReadOnlySpan<byte> records);
    int Read(long fromSeq, Span<byte> into);
    /// <summary>The last sequence number that is committed.</summary>
    long Tail { get; }
    void Truncate(long epoch, long afterSeq);
}

/// <summary>Follows the events of committed commands: from memory when near, from files when behind.</summary>
public interface IEventReader
{
    /// <summary>The last sequence number whose events are all delivered.</summary>
    long Cursor { get; }
    ReadOnlySpan<byte> Next(CancellationToken stop);
}

/// <summary>Asks the engine's own formulas about a state that is at least as new as the asker demands.</summary>
public interface IQuestions
{
    ValueTask<Answer<TAnswer>> Ask<TQuestion, TAnswer>(TQuestion question, long minSeq, CancellationToken stop)
        where TQuestion : struct
        where TAnswer : struct;
}

/// <summary>An answer and the state it is true for.</summary>
public readonly record struct Answer<T>(T Value, long AsOfSeq) where T : struct;

/// <summary>The few things a journal or a snapshot needs from a disk, so that a simulated one can stand in.</summary>
public interface IStorage
{
    long Open(ReadOnlySpan<char> name, long preallocateBytes);
    int Read(long file, long offset, Span<byte> into);
    void Write(long file, long offset, ReadOnlySpan<byte> bytes);
    /// <summary>Returns when what was written is on stable storage; throws when nothing may be assumed.</summary>
    void Flush(long file);
    long Length(long file);
    void Close(long file);
    void Delete(ReadOnlySpan<char> name);
    IReadOnlyList<string> List(ReadOnlySpan<char> prefix);
}
