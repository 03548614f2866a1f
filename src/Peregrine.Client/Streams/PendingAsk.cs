using System.Text.Json;
using System.Threading.Tasks.Sources;
using Peregrine.Client.Rest;

namespace Peregrine.Client.Streams;

/// <summary>Somebody who waits for an answer on a socket.</summary>
internal abstract class PendingAsk
{
    public abstract void Answer(ref Utf8JsonReader result);

    public abstract void Refuse(Refusal refusal);

    public abstract void Cancel(CancellationToken stop);
}

/// <summary>Used again when its answer was taken, so a request under way allocates nothing.</summary>
internal sealed class PendingAsk<T> : PendingAsk, IValueTaskSource<Reply<T>>
{
    private readonly System.Collections.Concurrent.ConcurrentBag<PendingAsk<T>> _home;
    private ManualResetValueTaskSourceCore<Reply<T>> _core = new() { RunContinuationsAsynchronously = true };
    private RestLine.Reading<T>? _reading;
    private object? _context;

    private PendingAsk(System.Collections.Concurrent.ConcurrentBag<PendingAsk<T>> home) => _home = home;

    public CancellationTokenRegistration OnCancel { get; set; }

    public ValueTask<Reply<T>> Task => new(this, _core.Version);

    public static PendingAsk<T> Rent(System.Collections.Concurrent.ConcurrentBag<PendingAsk<T>> home, RestLine.Reading<T>? reading, object? context)
    {
        if (!home.TryTake(out PendingAsk<T>? ask)) ask = new PendingAsk<T>(home);
        (ask._reading, ask._context) = (reading, context);
        return ask;
    }

    public void Complete(T value) => _core.SetResult(new Reply<T>(value));

    public override void Answer(ref Utf8JsonReader result)
    {
        Reply<T> reply;
        try
        {
            reply = new Reply<T>(_reading!(ref result, _context));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            reply = new Reply<T>(new Refusal(Codes.BadAnswer, e.Message) { Standing = Standing.InDoubt });
        }
        _core.SetResult(reply);
    }

    public override void Refuse(Refusal refusal) => _core.SetResult(new Reply<T>(refusal));

    public override void Cancel(CancellationToken stop) => _core.SetException(new OperationCanceledException(stop));

    public Reply<T> GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            OnCancel.Dispose();
            OnCancel = default;
            (_reading, _context) = (null, null);
            _core.Reset();
            _home.Add(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);
}
