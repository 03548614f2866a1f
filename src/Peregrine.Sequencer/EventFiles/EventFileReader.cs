using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>Reads events from files, from any command on, up to what is written while the writer goes on.</summary>
internal sealed class EventFileReader(EventFileSet files, long afterSeq) : IEventReader, IDisposable
{
    private EventFile? _file;
    private EventBlocks? _blocks;

    public long Cursor { get; private set; } = afterSeq;

    public bool IsGone { get; private set; }

    /// <summary>Whole commands.</summary>
    /// <exception cref="EventFileException">The file is damaged; the cursor stays before the damage.</exception>
    /// <exception cref="StorageException">The disk refused.</exception>
    public ReadOnlySpan<byte> Next()
    {
        while (TryFile())
        {
            long at = _blocks!.Offset;
            string? fault = _blocks.Peek(_file!.End);
            if (fault is not null) throw Damage(at, fault);
            if (_blocks.Header.LastSeq <= Cursor)
            {
                _blocks.Skip();
                continue;
            }
            fault = _blocks.Take(out ReadOnlySpan<byte> events);
            if (fault is not null) throw Damage(at, fault);
            events = Behind(Cursor, events);
            Cursor = _blocks.Header.LastSeq;
            return events;
        }
        return default;
    }

    /// <summary>Goes on behind another command.</summary>
    public void MoveTo(long afterSeq)
    {
        Close();
        (Cursor, IsGone) = (afterSeq, false);
    }

    public void Dispose() => Close();

    // True when the open file has a block behind the place where we are.
    private bool TryFile()
    {
        while (_file is null || _blocks!.Offset >= _file.End)
        {
            // The picture first, the end after: a file that has a later one beside it in the picture does not grow any more.
            EventFile[] all = files.Files;
            int holding = all.Length - 1;
            while (holding >= 0 && all[holding].FirstSeq > Cursor + 1) holding--;
            IsGone = holding < 0 ? all.Length > 0 : all[holding].LastSeq <= Cursor && holding < all.Length - 1;
            if (IsGone || holding < 0) return false;
            if (all[holding] == _file)
            {
                if (_blocks!.Offset >= _file.End) return false;
            }
            else if (all[holding].LastSeq <= Cursor || !TryOpen(all[holding]))
            {
                if (!all[holding].IsRemoved) return false;
            }
        }
        return true;
    }

    private bool TryOpen(EventFile file)
    {
        Close();
        try
        {
            (_blocks, _file) = (new EventBlocks(files.Storage.Open(file.Name), file.FirstSeq), file);
            return true;
        }
        catch (StorageException) when (file.IsRemoved)
        {
            // Retention was faster; the next picture no longer has it.
            return false;
        }
    }

    private void Close()
    {
        _blocks?.Dispose();
        (_blocks, _file) = (null, null);
    }

    private EventFileException Damage(long at, string fault)
    {
        string name = _file!.Name;
        // Opened anew next time, in case it was mended.
        Close();
        return EventFileException.Damage(name, at, fault);
    }

    private static ReadOnlySpan<byte> Behind(long seq, ReadOnlySpan<byte> events)
    {
        int at = 0;
        while (at < events.Length)
        {
            EventHeader header = MemoryMarshal.Read<EventHeader>(events[at..]);
            if (header.Seq > seq) break;
            at += header.Length;
        }
        return events[at..];
    }
}
