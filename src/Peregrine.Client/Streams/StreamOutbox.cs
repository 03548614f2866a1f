namespace Peregrine.Client.Streams;

/// <summary>What waits to be sent on one connection. Many add, one sends; binary frames that wait together travel in one message.</summary>
internal sealed class StreamOutbox : IDisposable
{
    private const int BinaryMax = 60 * 1024;
    private readonly SemaphoreSlim _ready = new(0, 1);
    private readonly Lock _lock = new();
    private Box _filling = new(), _sending = new();
    private bool _isClosed;

    /// <returns>False when the connection is gone: nothing was taken.</returns>
    public bool Add(ReadOnlySpan<byte> message, bool isBinary)
    {
        lock (_lock)
        {
            if (_isClosed) return false;
            bool wasEmpty = _filling.Count == 0;
            _filling.Add(message, isBinary);
            if (wasEmpty && _ready.CurrentCount == 0) _ready.Release();
            return true;
        }
    }

    public void Close()
    {
        lock (_lock) _isClosed = true;
    }

    public async Task Run(IStreamSocket socket, CancellationToken stop)
    {
        while (true)
        {
            await _ready.WaitAsync(stop).ConfigureAwait(false);
            lock (_lock) (_filling, _sending) = (_sending, _filling);
            for (int i = 0; i < _sending.Count; i++)
            {
                (ReadOnlyMemory<byte> message, bool isBinary) = _sending[i];
                await socket.Send(message, isBinary, stop).ConfigureAwait(false);
            }
            _sending.Clear();
        }
    }

    public void Dispose() => _ready.Dispose();

    private sealed class Box
    {
        private readonly List<(int Start, int Length, bool IsBinary)> _messages = [];
        private byte[] _bytes = new byte[4096];
        private int _length;

        public int Count => _messages.Count;

        public (ReadOnlyMemory<byte> Message, bool IsBinary) this[int i] => (_bytes.AsMemory(_messages[i].Start, _messages[i].Length), _messages[i].IsBinary);

        public void Clear()
        {
            _messages.Clear();
            _length = 0;
        }

        public void Add(ReadOnlySpan<byte> message, bool isBinary)
        {
            if (_bytes.Length - _length < message.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + message.Length));
            message.CopyTo(_bytes.AsSpan(_length));
            if (isBinary && _messages.Count > 0 && _messages[^1] is { IsBinary: true } last && last.Length + message.Length <= BinaryMax)
                _messages[^1] = (last.Start, last.Length + message.Length, true);
            else
                _messages.Add((_length, message.Length, isBinary));
            _length += message.Length;
        }
    }
}
