namespace Peregrine.Core;

/// <summary>A file whose length was fixed when it was created.</summary>
/// <remarks>Disposing closes it and promises nothing: only <see cref="Flush"/> does.</remarks>
public interface IStorageFile : IDisposable
{
    long Length { get; }

    /// <summary>Fills <paramref name="into"/> as far as the file reaches and says how far that was.</summary>
    int Read(long offset, Span<byte> into);

    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Returns when what was written, and the file's name, are on stable storage; throws when nothing may be assumed of any of it.</summary>
    void Flush();
}
