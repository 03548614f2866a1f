using System.Diagnostics;
using Peregrine.Core;

namespace Peregrine.Bench.Sequencer;

/// <summary>Another storage, with the time that its files' writes and flushes take.</summary>
internal sealed class TimedStorage(IStorage inner) : IStorage
{
    public long Ticks { get; private set; }

    public IReadOnlyList<string> List() => inner.List();
    public IStorageFile Create(string name, long bytes) => new TimedFile(this, inner.Create(name, bytes));
    public IStorageFile CreateSparse(string name, long bytes) => new TimedFile(this, inner.CreateSparse(name, bytes));
    public IStorageFile Open(string name) => new TimedFile(this, inner.Open(name));
    public void Delete(string name) => inner.Delete(name);
    public void Replace(string name, string newName) => inner.Replace(name, newName);

    private sealed class TimedFile(TimedStorage owner, IStorageFile file) : IStorageFile
    {
        public long Length => file.Length;
        public int Read(long offset, Span<byte> into) => file.Read(offset, into);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            long start = Stopwatch.GetTimestamp();
            file.Write(offset, bytes);
            owner.Ticks += Stopwatch.GetTimestamp() - start;
        }

        public void Flush()
        {
            long start = Stopwatch.GetTimestamp();
            file.Flush();
            owner.Ticks += Stopwatch.GetTimestamp() - start;
        }

        public void Dispose() => file.Dispose();
    }
}
