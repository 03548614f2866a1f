using System.Globalization;
using System.Text;
using Peregrine.Core;
using Peregrine.Sequencer.Tools;

namespace Peregrine.Sequencer.Writer;

/// <summary>Leaves behind what is needed to find out why the engine stopped: the exception, where, the hash, and the commands right before it.</summary>
/// <remarks>The two engines write under names of their own, because they may stop at the same moment.</remarks>
internal sealed class CrashReporter(IStorage storage, string prefix = "crash")
{
    private const int CommandsTold = 64;

    /// <summary>A command stopped the engine: writes the bundle beside the journal and says in a sentence what happened and where it lies.</summary>
    public string Report(Exception e, ReadOnlySpan<Command> group, int at, ulong hash) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"command {group[at].Header.Seq} ({group[at].Header.Kind}) stopped the engine: {e.Message}"), e, group, at, hash);

    /// <summary>The same for something that no exception told.</summary>
    public string Report(string what, ReadOnlySpan<Command> group, int at, ulong hash) => Write(what, null, group, at, hash);

    private string Write(string what, Exception? e, ReadOnlySpan<Command> group, int at, ulong hash)
    {
        try
        {
            string name = FreeName(group[at].Header.Seq);
            byte[] text = Encoding.UTF8.GetBytes(Tell(e, what, group, at, hash));
            using IStorageFile file = storage.Create(name, text.Length);
            file.Write(0, text);
            file.Flush();
            return $"{what}; see {name}";
        }
        catch (StorageException disk)
        {
            return $"{what}; nothing more could be written down: {disk.Message}";
        }
    }

    private string FreeName(long seq)
    {
        IReadOnlyList<string> taken = storage.List();
        for (int n = 1; ; n++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{seq}-{n}.txt");
            if (!taken.Contains(name, StringComparer.Ordinal)) return name;
        }
    }

    private static string Tell(Exception? e, string what, ReadOnlySpan<Command> group, int at, ulong hash)
    {
        var text = new StringBuilder();
        text.Append(what).Append('\n').Append(CultureInfo.InvariantCulture, $"rules {Engine.Engine.RulesVersion}, rolling hash {hash:x16}\n\n");
        text.Append("The last commands of the group under way; those before are in the journal:\n");
        for (int i = Math.Max(0, at - CommandsTold + 1); i <= at; i++) text.Append(CommandText.Of(in group[i])).Append('\n');
        return e is null ? text.ToString() : text.Append('\n').Append(e).Append('\n').ToString();
    }
}
