using Peregrine.Core;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>Finds out at a start what of the event files holds, and deletes or closes the rest.</summary>
/// <remarks>
/// A sealed file was on stable storage before its seal was written and is taken at its word; readers check it as they go. Others are read through, and end
/// at the first block that is not whole. Every file that is kept is sealed here: what follows goes to a new one, so that nothing is ever written over
/// what a crash left, and nothing of it can be taken for something newer. What is kept of them is written once more: a process that was killed after a
/// flush failed leaves bytes that can be read and are not on the disk.
/// </remarks>
internal sealed class EventFileOpening(IStorage storage, ulong venueId, long lastCommand)
{
    private readonly List<EventFile> _kept = [];
    private string _fault = "";
    private long _faultAt;

    public EventCut? Cut { get; private set; }

    public EventFile[] Run()
    {
        string[] names = [.. storage.List().Where(EventFileLayout.IsName)];
        for (int i = 0; i < names.Length; i++)
        {
            if (TryKeep(names[i], out bool isCut) && !isCut) continue;
            int from = isCut ? i + 1 : i;
            // What ends early and has nothing behind it is how every process ends that was not asked to.
            bool isWorthTelling = _fault.Length > 0 || i + 1 < names.Length;
            if (isWorthTelling) Cut = new EventCut(names[i], _faultAt, names.Length - i - 1, NextSeq, _fault.Length > 0 ? _fault : "the file holds no events");
            // The newest first: whenever this is cut short, what is left has no hole.
            for (int k = names.Length - 1; k >= from; k--) storage.Delete(names[k]);
            break;
        }
        return [.. _kept];
    }

    private long NextSeq => _kept.Count == 0 ? 0 : _kept[^1].LastSeq + 1;

    // False when nothing of the file can be used; isCut when only its beginning can, so that nothing may follow it.
    private bool TryKeep(string name, out bool isCut)
    {
        isCut = false;
        using IStorageFile file = storage.Open(name);
        EventFileHeader header = EventFileHeader.Read(file);
        EventFileSeal seal = EventFileSeal.Read(file);
        (_fault, _faultAt) = ("", 0);
        if (!header.IsIntact)
        {
            if (seal.IsIntact) throw EventFileException.Damage(name, 0, "its header does not match its checksum");
            return Lost("the file has no header", 0);
        }
        Check(name, in header);
        // The same holds for the header.
        if (!seal.IsIntact) file.Write(0, EventFileHeader.BytesOf(in header));
        bool isSealed = seal.IsIntact && seal.End <= file.Length;
        // One that was neither sealed nor meant to begin anew has lost what came before it, and would hide that.
        if (!isSealed && header.BeginsAnew == 0 && header.FirstSeq != NextSeq) return Lost("it does not follow the file before it", 0);
        if (_kept.Count > 0 && header.FirstSeq < NextSeq) throw EventFileException.Damage(name, 0, "it begins before the file before it ends");
        var kept = new EventFile(header.Number, header.FirstSeq);
        if (isSealed && seal.LastSeq <= lastCommand)
        {
            kept.Advance(seal.LastSeq, seal.TimeNs, seal.End);
            kept.IsSealed = true;
            _kept.Add(kept);
            return true;
        }
        isCut = Scan(file, kept, isSealed ? seal.End : file.Length);
        if (kept.End == 0) return isCut = false;
        EventFileSeal.Write(file, kept);
        _kept.Add(kept);
        return true;
    }

    private void Check(string name, in EventFileHeader header)
    {
        if (header.FormatVersion != EventFileLayout.FormatVersion)
            throw new EventFileException($"{name} has format {header.FormatVersion}; this program reads format {EventFileLayout.FormatVersion}.");
        if (header.VenueId != venueId) throw EventFileException.Damage(name, 0, "it belongs to another venue than the journal");
        if (name != EventFileLayout.NameOf(header.Number)) throw EventFileException.Damage(name, 0, $"its header says that it is {EventFileLayout.NameOf(header.Number)}");
    }

    private bool Lost(string fault, long at)
    {
        (_fault, _faultAt) = (fault, at);
        return false;
    }

    // True when something behind the last good block is not as it was written.
    private bool Scan(IStorageFile file, EventFile kept, long end)
    {
        var blocks = new EventBlocks(file, kept.FirstSeq);
        while (true)
        {
            string? fault = blocks.Peek(end);
            if (fault is null && blocks.Header.LastSeq > lastCommand) fault = "it tells of commands that are not in the journal";
            long at = blocks.Offset;
            ReadOnlySpan<byte> events = default;
            fault ??= blocks.Take(out events);
            if (fault is null)
            {
                // The seal will say that all of this is stored; the flush before it makes that true only of what was written since the last one failed.
                blocks.WriteAgain(events);
                kept.Advance(blocks.Header.LastSeq, blocks.Header.TimeNs, blocks.Offset);
                continue;
            }
            _faultAt = at;
            if (IsBlank(file, at)) return false;
            _fault = fault;
            return true;
        }
    }

    private static bool IsBlank(IStorageFile file, long at)
    {
        Span<byte> start = stackalloc byte[EventBlockHeader.Size];
        return !start[..file.Read(at, start)].ContainsAnyExcept((byte)0);
    }
}
