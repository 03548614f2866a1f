using Peregrine.Core;
using Peregrine.Gateway;
using Peregrine.History.Sqlite;
using Peregrine.Server.Run;

namespace Peregrine.Server.History;

/// <summary><c>peregrine export</c>: a table of a venue's history as lines of text, whether the venue runs or not.</summary>
internal static class ExportCommand
{
    public const string Usage = "usage: peregrine export --data DIRECTORY TABLE [--account NUMBER] [--from MOMENT] [--to MOMENT]";

    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (!ExportAsk.TryRead(arguments, out ExportAsk ask, out string? complaint))
        {
            errors.WriteLine(complaint);
            errors.WriteLine(Usage);
            errors.WriteLine($"tables: {string.Join(", ", HistoryExport.Names)}; a moment is a date, a date with time (UTC), or milliseconds since 1970");
            return RunCommand.BadUsage;
        }
        try
        {
            using SqliteReads history = SqliteReads.OpenFile(DataFolder.HistoryIn(ask.Folder));
            HistoryExport.Write(history, ask.Table, ask.Account, ask.SinceNs, ask.UntilNs, output);
            output.Flush();
            return RunCommand.Done;
        }
        catch (StorageException e)
        {
            errors.WriteLine(e.Message);
            return RunCommand.Trouble;
        }
    }
}
