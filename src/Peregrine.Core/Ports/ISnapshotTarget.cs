namespace Peregrine.Core;

/// <summary>Takes a snapshot piece by piece, in order. The bytes are the engine's again when the call returns.</summary>
public interface ISnapshotTarget
{
    void Write(ReadOnlySpan<byte> bytes);
}
