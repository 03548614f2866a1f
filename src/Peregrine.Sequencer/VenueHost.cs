using System.Security.Cryptography;
using Peregrine.Core;
using Peregrine.Sequencer.Events;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Sequencer;

/// <summary>A venue running on a data directory: started, which is recovered; then commands, questions and events; then stopped.</summary>
public sealed class VenueHost : IDisposable
{
    private readonly PosixStorage _storage;
    private readonly Sequencer _sequencer;
    private SequencerThreads? _threads;

    private VenueHost(VenueOptions options)
    {
        _storage = PosixStorage.At(options.Folder);
        try
        {
            // Drawn, so that files of two venues are never taken for each other's.
            ulong drawn = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;
            SequencerOptions sequencer = options.Sequencer with { Journal = options.Sequencer.Journal with { NewVenueId = drawn } };
            var clock = new SteadyClock();
            _sequencer = Sequencer.Open(_storage, clock, sequencer);
            // A machine whose clock was set back while the venue was away: without this no timer would run until it has caught up.
            clock.Reach(_sequencer.Engine.TimeNs);
            bool isNew = _sequencer.Engine.Seq == 0;
            if (isNew && options.Genesis is { } genesis) _sequencer.TrySubmit([Command.Of(in genesis)]);
            _threads = new SequencerThreads(_sequencer, clock);
        }
        catch
        {
            _sequencer?.Dispose();
            _storage.Dispose();
            throw;
        }
    }

    /// <summary>Where commands go in.</summary>
    public ICommandPort Port => _sequencer;

    /// <summary>Answered by the shadow: never before it has proven the state.</summary>
    public IQuestions Questions => _sequencer.Asking;

    /// <summary>The ways to the events, and what operators do about them.</summary>
    public Followers Followers => _sequencer.Followers;

    /// <summary>Which venue it is: other stores that speak of it name it so. 0 before its first command.</summary>
    public ulong VenueId => _sequencer.Log.VenueId;

    /// <summary>What the start did.</summary>
    public RecoveryReport Recovered => _sequencer.Recovered;

    /// <summary>What a crash had left half written; null when the journal ended well.</summary>
    public TornTail? Cut => _sequencer.Cut;

    public VenueStatus Status
    {
        get
        {
            WriterStatus writer = _sequencer.Status;
            return new VenueStatus(
                writer.State, writer.Reason, Troubles(), _sequencer.Log.FirstSeq, _sequencer.Log.Tail, _sequencer.Writer.Live.Read().Seq,
                _sequencer.Shadow.Seq, _sequencer.EventFiles.LastSeq, _sequencer.Snapshots.Newest);
        }
    }

    /// <summary>Recovers what is there and opens the doors.</summary>
    /// <exception cref="JournalException">The journal is damaged; the sentence says where and what to do.</exception>
    /// <exception cref="EventFiles.EventFileException">An event file or the list of followers is damaged.</exception>
    /// <exception cref="RecoveryException">The engine cannot be brought to the journal's end.</exception>
    /// <exception cref="StorageException">The disk refused, or another process has the directory.</exception>
    public static VenueHost Start(VenueOptions options) => new(options);

    /// <summary>Has a snapshot taken as soon as the shadow comes to it: before an upgrade, or before the disk is copied.</summary>
    public void TakeSnapshot() => _sequencer.Shadow.AskForSnapshot();

    /// <summary>Works off what was taken, answers everybody, leaves a snapshot and ends. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_threads is null) return;
        _threads.Dispose();
        _threads = null;
        _sequencer.Dispose();
        _storage.Dispose();
    }

    private string[] Troubles()
    {
        string?[] all = [_threads?.Trouble, _sequencer.Shadow.Failure, _sequencer.EventKeeper.Trouble, _sequencer.SnapshotKeeper.Trouble];
        return [.. _sequencer.Recovered.Refused, .. _sequencer.Shadow.Told, .. all.OfType<string>()];
    }
}
