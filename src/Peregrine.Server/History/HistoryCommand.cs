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

/// <summary><c>peregrine history rebuild</c>: forgets all rows and makes them again from the event files, while no venue runs on the folder.</summary>
internal static class HistoryCommand
{
    public const string Usage = "usage: peregrine history rebuild --data DIRECTORY";

    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is not ["rebuild", "--data", var folder])
        {
            errors.WriteLine(Usage);
            return RunCommand.BadUsage;
        }
        try
        {
            using PosixStorage storage = JournalCommand.Hold(DataFolder.JournalIn(folder));
            string path = DataFolder.HistoryIn(folder);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using SqliteHistory store = SqliteHistory.Open(path);
            store.Forget();
            var rows = new Rows(store);
            string told = EventTools.Tell(storage, rows);
            rows.Flush();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"history was made again: {told}; its rows are as of command {store.Cursor}."));
            return RunCommand.Done;
        }
        catch (Exception e) when (e is JournalException or EventFileException or StorageException)
        {
            errors.WriteLine(e.Message);
            return RunCommand.Trouble;
        }
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
