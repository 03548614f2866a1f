using System.Buffers;
using System.Globalization;
using Peregrine.Core;
using Peregrine.History.Sqlite;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Tools;
using Peregrine.Server.Journal;
using Peregrine.Server.Run;

namespace Peregrine.Server.History;

/// <summary><c>peregrine history rebuild</c>: makes all rows again from the event files, while no venue runs on the folder.</summary>
internal static class HistoryCommand
{
    public const string Usage = $"usage: peregrine history rebuild --data DIRECTORY [{EventTools.FromWhatIsLeft}]";

    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is not (["rebuild", "--data", _] or ["rebuild", "--data", _, EventTools.FromWhatIsLeft]))
        {
            errors.WriteLine(Usage);
            return RunCommand.BadUsage;
        }
        try
        {
            using PosixStorage storage = JournalCommand.Hold(DataFolder.JournalIn(arguments[2]));
            output.WriteLine(Rebuild(storage, DataFolder.HistoryIn(arguments[2]), fromWhatIsLeft: arguments.Length > 3));
            return RunCommand.Done;
        }
        catch (Exception e) when (e is JournalException or EventFileException or StorageException)
        {
            errors.WriteLine(e.Message);
            return RunCommand.Trouble;
        }
    }

    // Event files are kept for days and rows for ever: what happened before the oldest event stands in the file alone.
    private static string Rebuild(PosixStorage storage, string path, bool fromWhatIsLeft)
    {
        string? missing = EventTools.Missing(storage);
        if (missing is not null) Permit(path, missing, fromWhatIsLeft);
        string kept = RemadeHistory.KeptPath(path);
        bool keepsOld = fromWhatIsLeft && File.Exists(path);
        if (keepsOld && File.Exists(kept)) throw new StorageException($"{kept} is there already: move it away first. History was left as it is.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using RemadeHistory made = RemadeHistory.Begin(path);
        if (missing is not null) made.CopyLists();
        var rows = new Rows(made.Store);
        string told = EventTools.Tell(storage, rows);
        rows.Flush();
        long cursor = made.Store.Cursor;
        if (missing is null && cursor < made.OldCursor && !fromWhatIsLeft)
            throw new StorageException(string.Create(CultureInfo.InvariantCulture,
                $"events end with command {cursor}, and {path} has rows up to command {made.OldCursor}: start the venue, which tells the rest again, and stop it; where the journal itself was cut, {EventTools.FromWhatIsLeft} keeps the file beside the new one. History was left as it is."));
        made.Finish(keepsOld);
        return string.Create(CultureInfo.InvariantCulture, $"history was made again: {told}; its rows are as of command {cursor}.{(keepsOld ? $" What history was lies in {kept}." : "")}");
    }

    private static void Permit(string path, string missing, bool fromWhatIsLeft)
    {
        if (!fromWhatIsLeft)
            throw new StorageException($"history cannot be made again as it was: {missing}. Orders, fills and the ledger from before would be lost; history was left as it is, and the venue goes on with it. "
                + $"Where its file is lost or damaged, put a copy of it back; {EventTools.FromWhatIsLeft} makes one that begins with the oldest event there is and keeps the file beside it.");
        if (!File.Exists(path))
            throw new StorageException($"history cannot be made from what is left: {missing}, and {path}, which knew the markets and assets that were listed then, is not there. Put a copy of it back.");
    }

    /// <summary>Stores whole commands, some at a time.</summary>
    private sealed class Rows(SqliteHistory store) : IEventSink
    {
        private const int BatchBytes = 4 << 20;
        private readonly ArrayBufferWriter<byte> _waiting = new();

        // A block holds whole commands.
        public void Take(ReadOnlySpan<byte> events)
        {
            _waiting.Write(events);
            if (_waiting.WrittenCount >= BatchBytes) Flush();
        }

        public void Flush()
        {
            store.Store(_waiting.WrittenSpan);
            _waiting.ResetWrittenCount();
        }
    }
}
