using Peregrine.Server.Events;
using Peregrine.Server.Journal;

// The composition root and command line. So far there are the operators' tools for a data directory that no venue runs on.
if (args is ["journal", .. string[] rest]) return JournalCommand.Run(rest, Console.Out, Console.Error);
if (args is ["events", .. string[] other]) return EventsCommand.Run(other, Console.Out, Console.Error);
Console.Error.WriteLine(JournalCommand.Usage);
Console.Error.WriteLine(EventsCommand.Usage);
return JournalCommand.BadUsage;
