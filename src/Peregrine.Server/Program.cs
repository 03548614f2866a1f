using Peregrine.Server.Journal;

// The composition root and command line. So far there are the operators' tools for a journal that no venue runs on.
if (args is ["journal", .. string[] rest]) return JournalCommand.Run(rest, Console.Out, Console.Error);
Console.Error.WriteLine(JournalCommand.Usage);
return JournalCommand.BadUsage;
