using Peregrine.Server;
using Peregrine.Server.Admin;
using Peregrine.Server.Events;
using Peregrine.Server.History;
using Peregrine.Server.Journal;
using Peregrine.Server.Run;

// The composition root and command line.
switch (args)
{
    case ["journal", .. string[] rest]:
        return JournalCommand.Run(rest, Console.Out, Console.Error);
    case ["events", .. string[] rest]:
        return EventsCommand.Run(rest, Console.Out, Console.Error);
    case ["admin", .. string[] rest]:
        return AdminCommand.Run(rest, Console.Out, Console.Error);
    case ["export", .. string[] rest]:
        return ExportCommand.Run(rest, Console.Out, Console.Error);
    case ["history", .. string[] rest]:
        return HistoryCommand.Run(rest, Console.Out, Console.Error);
    case ["prove", .. string[] rest]:
        return ProveCommand.Run(rest, Console.Out, Console.Error);
    case ["explain", .. string[] rest]:
        return ExplainCommand.Run(rest, Console.Out, Console.Error);
    case ["version"]:
        Console.WriteLine(VersionText.Number);
        return RunCommand.Done;
    case ["help"] or ["--help"] or ["-h"]:
        HelpText.Write(Console.Out);
        return RunCommand.Done;
    case ["run", .. string[] rest]:
        return await RunCommand.Run(rest, Console.Out, Console.Error);
    case [var word, ..] when !word.StartsWith("--", StringComparison.Ordinal):
        Console.Error.WriteLine($"'{word}' is no command of peregrine.");
        HelpText.Write(Console.Error);
        return RunCommand.BadUsage;
    default:
        return await RunCommand.Run(args, Console.Out, Console.Error);
}
