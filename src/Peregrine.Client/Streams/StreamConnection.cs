using System.Text.Json;
using Peregrine.Client.Frames;
using Peregrine.Client.Json;
using Peregrine.Client.Rest;

namespace Peregrine.Client.Streams;

/// <summary>One connection of a stream, from its opening to its end: one loop sends, one receives.</summary>
internal sealed class StreamConnection(VenueStream stream, IStreamSocket socket, CancellationTokenSource cut) : IDisposable
{
    private const int MessageMax = 64 * 1024 * 1024;
    private readonly StreamOutbox _outbox = new();
    private readonly PendingTable _pending = new();
    private byte[] _buffer = new byte[32 * 1024];

    public bool IsOpen { get; set; }

    public PendingTable Pending => _pending;

    /// <summary>Runs until the connection is gone; everybody who waits then is in doubt.</summary>
    public async Task Run()
    {
        Task sending = Sending();
        try
        {
            await Receive().ConfigureAwait(false);
        }
        finally
        {
            IsOpen = false;
            _outbox.Close();
            await cut.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            _pending.RefuseAll(new Refusal(Codes.ConnectionLost, "The connection was lost before the answer came.") { Standing = Standing.InDoubt });
        }
    }

    public void Cut() => cut.Cancel();

    public bool Post(ReadOnlySpan<byte> message, bool isBinary) => _outbox.Add(message, isBinary);

    /// <summary>Says what stands in <paramref name="json"/>, an object that was begun by <see cref="Begin"/>.</summary>
    public ValueTask<Reply<T>> Say<T>(JsonOut json, PendingAsk<T> ask, long id, CancellationToken stop) => Sent(Post(json.EndObject().Span, isBinary: false), ask, id, stop);

    public ValueTask<Reply<T>> Say<T>(ReadOnlySpan<byte> frame, PendingAsk<T> ask, long id, CancellationToken stop) => Sent(Post(frame, isBinary: true), ask, id, stop);

    public static JsonOut Begin(JsonOut json, long id, ReadOnlySpan<byte> op) => json.Clear().BeginObject().Name("id"u8).Number(id).Name("op"u8).Plain(op);

    public void Dispose()
    {
        _outbox.Dispose();
        cut.Dispose();
        socket.Dispose();
    }

    private ValueTask<Reply<T>> Sent<T>(bool isPosted, PendingAsk<T> ask, long id, CancellationToken stop)
    {
        ValueTask<Reply<T>> task = ask.Task;
        if (!isPosted) _pending.Take(id)?.Refuse(VenueStream.Unconnected);
        // Giving up does not take the request back: whoever cancels is in doubt.
        else if (stop.CanBeCanceled) ask.OnCancel = stop.UnsafeRegister(_ => _pending.Take(id)?.Cancel(stop), null);
        return task;
    }

    private async Task Sending()
    {
        try
        {
            await _outbox.Run(socket, cut.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (VenueStream.IsLoss(e) || e is OperationCanceledException)
        {
            // The receiving loop is to end as well.
            await cut.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task Receive()
    {
        int length = 0;
        while (true)
        {
            if (length == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length < MessageMax ? _buffer.Length * 2 : throw new IOException("A message is larger than any of this venue."));
            StreamPiece piece = await socket.Receive(_buffer.AsMemory(length), cut.Token).ConfigureAwait(false);
            if (piece.IsClose) return;
            length += piece.Count;
            if (!piece.IsEnd) continue;
            if (piece.IsBinary) TakeFrames(_buffer.AsSpan(0, length));
            else TakeText(_buffer.AsSpan(0, length));
            length = 0;
        }
    }

    private void TakeText(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        JsonIn.Begin(ref reader, JsonTokenType.StartObject);
        FrameName name = FrameName.Of(reader);
        if (name.IsAnswer) Answer(ref reader, _pending.Take(name.Id));
        else stream.Take(this, in name, ref reader);
    }

    private static void Answer(ref Utf8JsonReader reader, PendingAsk? ask)
    {
        // Whoever gave up does not listen any more.
        if (ask is null) return;
        while (JsonIn.NextField(ref reader))
        {
            if (reader.ValueTextEquals("error"u8))
            {
                ask.Refuse(RefusalReader.Read(ref reader, 0));
                return;
            }
            if (reader.ValueTextEquals("result"u8))
            {
                JsonIn.Begin(ref reader, JsonTokenType.StartObject);
                ask.Answer(ref reader);
                return;
            }
            JsonIn.Skip(ref reader);
        }
        var nothing = new Utf8JsonReader("{}"u8);
        nothing.Read();
        ask.Answer(ref nothing);
    }

    private void TakeFrames(ReadOnlySpan<byte> message)
    {
        while (FrameReader.TryNext(ref message, out uint correlation, out FrameAnswer answer, out bool isMalformed))
        {
            // Frames behind a malformed one were not looked at and are never answered: better no connection than waiting for ever.
            if (isMalformed) throw new IOException("The venue could not read a binary frame.");
            (_pending.Take(correlation) as PendingAsk<FrameAnswer>)?.Complete(answer);
        }
        if (!message.IsEmpty) throw new IOException("A binary answer is cut off.");
    }
}
