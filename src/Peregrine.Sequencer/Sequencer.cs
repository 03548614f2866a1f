using Peregrine.Core;
using Peregrine.Sequencer.Dispatch;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Events;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Questions;
using Peregrine.Sequencer.Ring;
using Peregrine.Sequencer.Shadow;
using Peregrine.Sequencer.Snapshots;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Sequencer;

/// <summary>The parts put together: commands go in, stand in one order on the disk, are applied, and their senders are answered.</summary>
/// <remarks>
/// Opening brings the engine to the journal's end and begins nothing. Then either <see cref="SequencerThreads"/> run the steps, or a simulation calls
/// them one by one; there is no other code for either.
/// </remarks>
public sealed class Sequencer : ICommandPort, IDisposable
{
    // Handed over in one step.
    private const int TogetherMax = Peregrine.Engine.Engine.GroupMax;
    private readonly IStorage _storage;
    private readonly FileCommandLog _log;
    private readonly WaiterPool _waiters;

    private Sequencer(IStorage storage, IClock clock, SequencerOptions options, IClock patience)
    {
        options.Validate();
        _storage = storage;
        _log = FileCommandLog.Open(storage, options.Journal);
        Events = new EventRing(options.EventRingBytes);
        Snapshots = SnapshotSet.Load(storage);
        // What was told before the crash is not told again from here: followers have it, or read it from files.
        Recovered = Recovery.Run(storage, _log, Snapshots, new Gate(this), out Engine.Engine engine);
        Engine = engine;
        Ring = new CommandRing(options.RingCommands);
        Writer = new WriterLoop(Ring, _log, Engine, Events, clock, options.Writer, new CrashReporter(storage));
        _waiters = new WaiterPool(options.WaitersMax);
        Dispatcher = new Dispatcher(Events, _waiters);
        // As long as one thread takes all steps, the writer who waits for room makes it.
        Events.WaitWith(() => Dispatcher.Step());
        EventFiles = EventFileSet.Open(storage, _log.VenueId, _log.Tail);
        Followers = new Followers(EventFiles, Events, FollowerCursors.Open(storage));
        SnapshotKeeper = new SnapshotKeeper(storage, Snapshots, before => _log.Truncate(Writer.Epoch, before));
        Questions = new QuestionDesk(patience, options.Shadow.QuestionsWait, options.Shadow.QuestionsMax);
        Shadow = BuildShadow(options);
        IsOpen = true;
        // The first command of every start after the first, before anybody else can send one: how long the venue was down is told by its time.
        if (Engine.IsFounded) Ring.TrySubmit([Command.Of(default(Resumed))]);
    }

    /// <param name="storage">The folder with everything in it.</param>
    /// <param name="clock">Engine time; the writer's alone.</param>
    /// <param name="options">Sizes and paces.</param>
    /// <param name="patience">By which waiting questions are given up; from any thread. The machine's own when none is given.</param>
    /// <exception cref="JournalException">The journal is damaged.</exception>
    /// <exception cref="EventFileException">An event file or the list of followers is damaged.</exception>
    /// <exception cref="RecoveryException">The engine cannot be brought to the journal's end.</exception>
    /// <exception cref="StorageException">The disk refused.</exception>
    public static Sequencer Open(IStorage storage, IClock clock, SequencerOptions options, IClock? patience = null) => new(storage, clock, options, patience ?? new ElapsedClock());

    /// <summary>What opening did.</summary>
    public RecoveryReport Recovered { get; }

    /// <summary>What a crash had left half written; null when the journal ended well.</summary>
    public TornTail? Cut => _log.Cut;

    /// <summary>What was lost of the event files, to be told again by the shadow; null when nothing was.</summary>
    public EventCut? EventsCut => EventFiles.Cut;

    public WriterStatus Status => Writer.Status;

    /// <summary>Who follows the events.</summary>
    public Followers Followers { get; }

    /// <summary>Answered by the shadow.</summary>
    public IQuestions Asking => Questions;

    internal Engine.Engine Engine { get; }

    internal EventRing Events { get; }

    internal EventFileSet EventFiles { get; }

    internal CommandRing Ring { get; }

    internal WriterLoop Writer { get; }

    internal Dispatcher Dispatcher { get; }

    internal FileCommandLog Log => _log;

    internal SnapshotSet Snapshots { get; }

    internal SnapshotKeeper SnapshotKeeper { get; }

    internal QuestionDesk Questions { get; }

    internal ShadowLoop Shadow { get; }

    internal EventKeeper EventKeeper { get; private set; } = null!;

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

    public void Submit(ReadOnlySpan<Command> group, IReceiptTaker taker, int ticket)
    {
        if (!_waiters.TryRent(out Waiter? waiter))
        {
            taker.Take(ticket, CommandReceipt.Refused(RejectCode.Busy, retryAfterMs: 1));
            return;
        }
        long correlation = waiter.Begin(taker, ticket);
        SubmitResult result = Ring.TrySubmit(group, Dispatcher.LocalOrigin, correlation);
        if (result.Code != RejectCode.None) waiter.TryAnswer(correlation, CommandReceipt.Refused(result.Code, result.RetryAfterMs));
    }

    public void SubmitEach(ReadOnlySpan<Command> commands, ReadOnlySpan<ReceiptAddress> answers)
    {
        Invariant.That(commands.Length == answers.Length, "each command is answered");
        while (commands.Length > 0)
        {
            int count = Math.Min(commands.Length, TogetherMax);
            SubmitTogether(commands[..count], answers[..count]);
            commands = commands[count..];
            answers = answers[count..];
        }
    }

    // All at once where there is room for all; else each by itself, and whoever finds none is told so.
    private void SubmitTogether(ReadOnlySpan<Command> commands, ReadOnlySpan<ReceiptAddress> answers)
    {
        Span<int> waiters = stackalloc int[commands.Length];
        Span<long> correlations = stackalloc long[commands.Length];
        bool areWaiting = commands.Length > 1 && _waiters.TryRent(waiters);
        if (areWaiting)
        {
            for (int i = 0; i < waiters.Length; i++) correlations[i] = _waiters[waiters[i]].Begin(answers[i].Taker, answers[i].Ticket);
            if (Ring.TrySubmitEach(commands, Dispatcher.LocalOrigin, correlations)) return;
        }
        for (int i = 0; i < commands.Length; i++)
        {
            // Who was answered meanwhile has heard that the venue takes nothing more.
            if (!areWaiting || _waiters[waiters[i]].TryTakeBack(correlations[i])) Submit(commands.Slice(i, 1), answers[i].Taker, answers[i].Ticket);
        }
    }

    /// <summary>Answers everybody who still waits, once the writer has ended and its last events were dispatched.</summary>
    internal void AnswerOutstanding()
    {
        RejectCode code = Status.State == WriterState.Running ? RejectCode.ReadOnly : Status.Outstanding;
        _waiters.AnswerAll(CommandReceipt.Refused(code));
    }

    public void Dispose()
    {
        Shadow.Dispose();
        SnapshotKeeper.Dispose();
        Questions.Dispose();
        Ring.Dispose();
        _log.Dispose();
    }

    private ShadowLoop BuildShadow(SequencerOptions options)
    {
        EventKeeper = new EventKeeper(EventFiles, Followers.Cursors, options.Events, options.Shadow.TendsEvery);
        var schedule = new SnapshotSchedule(Snapshots, SnapshotKeeper, EventKeeper.Writer, _log.VenueId, options.Snapshots);
        return new ShadowLoop(Writer.Live, Ring, Begin, EventKeeper, schedule, Questions, options.Shadow, Writer.Halt);

        ShadowEngine Begin(List<string> told) =>
            new(ShadowStart.Begin(_storage, _log, Snapshots, EventKeeper.Writer, EventFiles.LastSeq, told), _log, EventKeeper.Writer, new CrashReporter(_storage, "shadow-crash"));
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
