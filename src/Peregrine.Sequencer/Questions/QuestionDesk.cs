using System.Collections.Concurrent;
using Peregrine.Core;
using Peregrine.Sequencer.Ring;

namespace Peregrine.Sequencer.Questions;

/// <summary>Takes questions from any thread and has the shadow answer them on its own, when its state is as new as they ask.</summary>
internal sealed class QuestionDesk : IQuestions, IDisposable
{
    private readonly IClock _patience;
    private readonly long _waitNs;
    private readonly int _max;
    private readonly ConcurrentDictionary<Type, object> _pools = new();
    private readonly Lock _changing = new();
    private List<Question> _incoming = [];
    // The shadow's alone.
    private List<Question> _taken = [];
    private readonly List<Question> _waiting = [];
    private int _open;
    private bool _isClosed;
    private volatile bool _hasIncoming;

    /// <param name="patience">By which questions that wait are given up; engine time may stand still.</param>
    /// <param name="wait">How long they wait.</param>
    /// <param name="max">How many may wait.</param>
    public QuestionDesk(IClock patience, TimeSpan wait, int max) => (_patience, _waitNs, _max) = (patience, wait.Ticks * 100, max);

    /// <summary>Rung for each question.</summary>
    public Doorbell Bell { get; } = new();

    public bool HasIncoming => _hasIncoming;

    /// <summary>True while somebody waits for a later state, or for his turn.</summary>
    public bool AnybodyWaits => _hasIncoming || _waiting.Count > 0;

    public ValueTask<Answer<TAnswer>> Ask<TQuestion, TAnswer>(TQuestion question, long minSeq, CancellationToken stop)
        where TQuestion : struct
        where TAnswer : struct
    {
        QuestionPool<TQuestion, TAnswer> pool = PoolOf<TQuestion, TAnswer>();
        QuestionWaiter<TQuestion, TAnswer> waiter = pool.Rent();
        ValueTask<Answer<TAnswer>> answer = waiter.Begin(in question, minSeq, _patience.NowNs + _waitNs, stop);
        if (Put(waiter) is RejectCode refused and not RejectCode.None) waiter.Refuse(refused, 0);
        else Bell.Ring();
        return answer;
    }

    /// <summary>For the shadow: answers what can be answered, gives up what waited too long. True when it did anything.</summary>
    public bool Answer(Engine.Engine engine)
    {
        TakeIncoming();
        if (_waiting.Count == 0) return false;
        long now = _patience.NowNs;
        int kept = 0;
        for (int i = 0; i < _waiting.Count; i++)
        {
            Question question = _waiting[i];
            if (!TryEnd(question, engine, now)) _waiting[kept++] = question;
        }
        int ended = _waiting.Count - kept;
        _waiting.RemoveRange(kept, ended);
        Interlocked.Add(ref _open, -ended);
        return ended > 0;
    }

    /// <summary>True when somebody asks about a later state than this.</summary>
    public bool AnybodyWaitsBeyond(long seq)
    {
        TakeIncoming();
        foreach (Question question in _waiting)
        {
            if (question.MinSeq > seq) return true;
        }
        return false;
    }

    /// <summary>Nobody will answer these.</summary>
    public bool RefuseAll(RejectCode code)
    {
        TakeIncoming();
        foreach (Question question in _waiting) question.Refuse(code, 0);
        int ended = _waiting.Count;
        _waiting.Clear();
        Interlocked.Add(ref _open, -ended);
        return ended > 0;
    }

    /// <summary>Whoever asks from here on is refused at once.</summary>
    public void Close()
    {
        lock (_changing) _isClosed = true;
        RefuseAll(RejectCode.ReadOnly);
    }

    public void Dispose() => Bell.Dispose();

    private static bool TryEnd(Question question, Engine.Engine engine, long now)
    {
        if (question.IsCancelled) question.Cancel();
        else if (question.MinSeq <= engine.Seq) question.Answer(engine);
        else if (now >= question.DeadlineNs) question.Refuse(RejectCode.Lagging, engine.Seq);
        else return false;
        return true;
    }

    private RejectCode Put(Question question)
    {
        lock (_changing)
        {
            if (_isClosed) return RejectCode.ReadOnly;
            if (Volatile.Read(ref _open) >= _max) return RejectCode.Busy;
            Interlocked.Increment(ref _open);
            _incoming.Add(question);
            _hasIncoming = true;
            return RejectCode.None;
        }
    }

    private void TakeIncoming()
    {
        if (!_hasIncoming) return;
        lock (_changing)
        {
            (_incoming, _taken) = (_taken, _incoming);
            _hasIncoming = false;
        }
        _waiting.AddRange(_taken);
        _taken.Clear();
    }

    private QuestionPool<TQuestion, TAnswer> PoolOf<TQuestion, TAnswer>()
        where TQuestion : struct
        where TAnswer : struct =>
        (QuestionPool<TQuestion, TAnswer>)_pools.GetOrAdd(typeof(QuestionPool<TQuestion, TAnswer>), static _ => new QuestionPool<TQuestion, TAnswer>());
}
