using System.Globalization;
using System.Text;
using Peregrine.Core;
using Peregrine.Sequencer.Tools;

namespace Peregrine.Sequencer.Writer;

/// <summary>Leaves behind what is needed to find out why the engine stopped: the exception, where, the hash, and the commands right before it.</summary>
internal sealed class CrashReporter(IStorage storage)
{
    private const int CommandsTold = 64;

    /// <summary>Writes the bundle beside the journal and says in a sentence what happened and where it lies.</summary>
    public string Report(Exception e, ReadOnlySpan<Command> group, int at, ulong hash)
    {
        long seq = group[at].Header.Seq;
        string what = string.Create(CultureInfo.InvariantCulture, $"command {seq} ({group[at].Header.Kind}) stopped the engine: {e.Message}");
        try
        {
            string name = FreeName(seq);
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
            string name = string.Create(CultureInfo.InvariantCulture, $"crash-{seq}-{n}.txt");
            if (!taken.Contains(name, StringComparer.Ordinal)) return name;
        }
    }

    private static string Tell(Exception e, string what, ReadOnlySpan<Command> group, int at, ulong hash)
    {
        var text = new StringBuilder();
        text.Append(what).Append('\n').Append(CultureInfo.InvariantCulture, $"rules {Engine.Engine.RulesVersion}, rolling hash {hash:x16}\n\n");
        text.Append("The last commands of the group under way; those before are in the journal:\n");
        for (int i = Math.Max(0, at - CommandsTold + 1); i <= at; i++) text.Append(CommandText.Of(in group[i])).Append('\n');
        return text.Append('\n').Append(e).Append('\n').ToString();
    }
}
