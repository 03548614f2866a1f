namespace Peregrine.Client.Streams;

/// <summary>A connection that carries messages. One sends and one receives at a time; any exception but cancellation means that it is gone.</summary>
public interface IStreamSocket : IDisposable
{
    ValueTask Connect(CancellationToken stop);

    ValueTask Send(ReadOnlyMemory<byte> message, bool isBinary, CancellationToken stop);

    ValueTask<StreamPiece> Receive(Memory<byte> into, CancellationToken stop);
}

/// <summary>A piece of a message.</summary>
public readonly record struct StreamPiece(int Count, bool IsBinary, bool IsEnd, bool IsClose);
