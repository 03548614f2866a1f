using System.Net.WebSockets;

namespace Peregrine.Gateway.Streams;

/// <summary>Answers that wait to be sent on one socket, in order. Two buffers take turns: one is filled while the other goes out.</summary>
internal sealed class Outbox
{
    /// <summary>Who lets so many bytes of answers wait reads none of them, and is cut off.</summary>
    public const int BytesMax = 4 << 20;

    private readonly Lock _lock = new();
    private Batch _filling = new();
    private Batch _sending = new();

    /// <param name="message">What is to be sent.</param>
    /// <param name="type">As what.</param>
    /// <param name="isLast">It says why the socket ends, and goes out however much waits.</param>
    /// <returns>False when too much waits already.</returns>
    public bool Add(ReadOnlySpan<byte> message, WebSocketMessageType type, bool isLast = false)
    {
        lock (_lock)
        {
            if (!isLast && _filling.Length + message.Length > BytesMax) return false;
            _filling.Add(message, type);
            return true;
        }
    }

    /// <summary>Everything that waits; good until the next call. For the one who sends.</summary>
    public Batch Take()
    {
        _sending.Clear();
        lock (_lock) (_filling, _sending) = (_sending, _filling);
        return _sending;
    }

    internal sealed class Batch
    {
        private const int BinaryBytesMax = 16 * 1024;
        private readonly List<(int End, WebSocketMessageType Type)> _messages = [];
        private byte[] _bytes = [];

        public int Length { get; private set; }

        public int Count => _messages.Count;

        public (ReadOnlyMemory<byte> Message, WebSocketMessageType Type) this[int index]
        {
            get
            {
                int start = index == 0 ? 0 : _messages[index - 1].End;
                return (_bytes.AsMemory(start, _messages[index].End - start), _messages[index].Type);
            }
        }

        /// <remarks>Binary frames that wait together are one message.</remarks>
        public void Add(ReadOnlySpan<byte> message, WebSocketMessageType type)
        {
            if (_bytes.Length - Length < message.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + message.Length));
            message.CopyTo(_bytes.AsSpan(Length));
            Length += message.Length;
            bool isMore = type == WebSocketMessageType.Binary && Count > 0 && _messages[^1].Type == type && this[Count - 1].Message.Length + message.Length <= BinaryBytesMax;
            if (isMore) _messages[^1] = (Length, type);
            else _messages.Add((Length, type));
        }

        public void Clear()
        {
            Length = 0;
            _messages.Clear();
        }
    }
}
