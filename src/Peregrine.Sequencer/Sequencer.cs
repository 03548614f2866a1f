using Peregrine.Core;
using Peregrine.Sequencer.Dispatch;
using Peregrine.Sequencer.Events;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Ring;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Sequencer;

/// <summary>The parts put together: commands go in, stand in one order on the disk, are applied, and their senders are answered.</summary>
/// <remarks>
/// Opening brings the engine to the journal's end and begins nothing. Then either <see cref="SequencerThreads"/> run the steps, or a simulation calls
/// them one by one; there is no other code for either.
/// </remarks>
public sealed class Sequencer : ICommandPort, IDisposable
{
    private readonly FileCommandLog _log;
    private readonly WaiterPool _waiters;

    private Sequencer(IStorage storage, IClock clock, SequencerOptions options)
    {
        options.Validate();
        _log = FileCommandLog.Open(storage, options.Journal);
        Events = new EventRing(options.EventRingBytes);
        // What was told before the crash is not told again from here: followers have it, or read it from files.
        Engine = new Engine.Engine(new EventWriter(new Gate(this)));
        Recovered = Recovery.Replay(_log, Engine);
        Ring = new CommandRing(options.RingCommands);
        Writer = new WriterLoop(Ring, _log, Engine, Events, clock, options.Writer, new CrashReporter(storage));
        _waiters = new WaiterPool(options.WaitersMax);
        Dispatcher = new Dispatcher(Events, _waiters);
        // As long as one thread takes all steps, the writer who waits for room makes it.
        Events.WaitWith(() => Dispatcher.Step());
        IsOpen = true;
    }

    /// <exception cref="JournalException">The journal is damaged.</exception>
    /// <exception cref="RecoveryException">The engine cannot be brought to the journal's end.</exception>
    /// <exception cref="StorageException">The disk refused.</exception>
    public static Sequencer Open(IStorage storage, IClock clock, SequencerOptions options) => new(storage, clock, options);

    /// <summary>What opening did.</summary>
    public RecoveryReport Recovered { get; }

    /// <summary>What a crash had left half written; null when the journal ended well.</summary>
    public TornTail? Cut => _log.Cut;

    public WriterStatus Status => Writer.Status;

    internal Engine.Engine Engine { get; }

    internal EventRing Events { get; }

    internal CommandRing Ring { get; }

    internal WriterLoop Writer { get; }

    internal Dispatcher Dispatcher { get; }

    internal FileCommandLog Log => _log;

    private bool IsOpen { get; }

    public SubmitResult TrySubmit(ReadOnlySpan<Command> group) => Ring.TrySubmit(group);

    public ValueTask<CommandReceipt> Submit(ReadOnlySpan<Command> group)
    {
        if (!_waiters.TryRent(out Waiter? waiter)) return new(CommandReceipt.Refused(RejectCode.Busy, retryAfterMs: 1));
        ValueTask<CommandReceipt> answer = waiter.Begin();
        long correlation = waiter.Correlation;
        SubmitResult result = Ring.TrySubmit(group, Dispatcher.LocalOrigin, correlation);
        if (result.Code != RejectCode.None) waiter.TryAnswer(correlation, CommandReceipt.Refused(result.Code, result.RetryAfterMs));
        return answer;
    }

    /// <summary>Answers everybody who still waits, once the writer has ended and its last events were dispatched.</summary>
    internal void AnswerOutstanding()
    {
        RejectCode code = Status.State == WriterState.Running ? RejectCode.ReadOnly : Status.Outstanding;
        _waiters.AnswerAll(CommandReceipt.Refused(code));
    }

    public void Dispose()
    {
        Ring.Dispose();
        _log.Dispose();
    }

    // Replayed events go nowhere: their followers had them before the crash, or read them from files.
    private sealed class Gate(Sequencer owner) : IEventSink
    {
        public void Take(ReadOnlySpan<byte> events)
        {
            if (owner.IsOpen) owner.Events.Take(events);
        }
    }
}
