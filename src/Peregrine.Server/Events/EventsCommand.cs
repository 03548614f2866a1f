using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Tools;
using Peregrine.Server.Journal;

namespace Peregrine.Server.Events;

/// <summary><c>peregrine events …</c>: what operators do with event files and their followers while no venue runs on them.</summary>
internal static class EventsCommand
{
    public const string Usage = """
        usage: peregrine events verify DIRECTORY
               peregrine events followers DIRECTORY
               peregrine events continue DIRECTORY NAME
               peregrine events rebuild DIRECTORY NAME [--from-what-is-left]
               peregrine events forget DIRECTORY NAME
        """;

    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        try
        {
            switch (args)
            {
                case ["verify", var directory]:
                    Look(directory, storage => output.WriteLine(EventTools.Verify(storage)));
                    break;
                case ["followers", var directory]:
                    Look(directory, storage => output.Write(string.Concat(EventTools.Followers(storage).Select(line => line + output.NewLine))));
                    break;
                case ["continue", var directory, var name]:
                    Hold(directory, storage => output.WriteLine(EventTools.ContinueBehindGap(storage, name)));
                    break;
                case ["rebuild", var directory, var name]:
                    Hold(directory, storage => output.WriteLine(EventTools.Rebuild(storage, name, fromWhatIsLeft: false)));
                    break;
                case ["rebuild", var directory, var name, EventTools.FromWhatIsLeft]:
                    Hold(directory, storage => output.WriteLine(EventTools.Rebuild(storage, name, fromWhatIsLeft: true)));
                    break;
                case ["forget", var directory, var name]:
                    Hold(directory, storage => output.WriteLine(EventTools.Forget(storage, name)));
                    break;
                default:
                    errors.WriteLine(Usage);
                    return JournalCommand.BadUsage;
            }
            return JournalCommand.Done;
        }
        catch (Exception e) when (e is JournalException or EventFileException or StorageException)
        {
            errors.WriteLine(e.Message);
            return JournalCommand.Trouble;
        }
    }

    private static void Look(string directory, Action<PosixStorage> act)
    {
        using PosixStorage storage = JournalCommand.Look(directory);
        act(storage);
    }

    private static void Hold(string directory, Action<PosixStorage> act)
    {
        using PosixStorage storage = JournalCommand.Hold(directory);
        act(storage);
    }
}
