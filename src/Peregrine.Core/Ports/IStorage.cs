namespace Peregrine.Core;

/// <summary>The few things a journal or a snapshot needs from a disk, so that a simulated one can stand in.</summary>
/// <remarks>Names are plain file names in one folder. Whatever goes wrong is a <see cref="StorageException"/>; what may be retried was retried.</remarks>
public interface IStorage
{
    /// <summary>Names of the files there are, in ordinal order.</summary>
    IReadOnlyList<string> List();

    /// <summary>A new file of <paramref name="bytes"/> zeros that were really written; both it and its name are on stable storage when this returns.</summary>
    IStorageFile Create(string name, long bytes);

    /// <summary>A new file that reads as <paramref name="bytes"/> zeros and takes no room before it is written. Without a flush a power cut may take it away, name and all.</summary>
    IStorageFile CreateSparse(string name, long bytes);

    IStorageFile Open(string name);

    void Delete(string name);

    /// <summary>Gives a file another's name in one step: whatever happens, the name leads to the old contents or to the new ones. It is on stable storage when this returns.</summary>
    /// <remarks>What of the new contents was not flushed before is not made durable by it.</remarks>
    void Replace(string name, string newName);
}
