using System.Globalization;
using Peregrine.Server.Settings;

namespace Peregrine.Server.Run;

/// <summary>Where the parts keep what they keep, under one folder that says which layout it has.</summary>
internal sealed class DataFolder
{
    public const int Layout = 1;
    private const string LayoutFile = "layout";

    private DataFolder(string root, bool isFounded) => (Root, IsFounded) = (root, isFounded);

    public string Root { get; }

    public string Journal => JournalIn(Root);

    public string Identity => Path.Combine(Root, "identity");

    /// <summary>The file with its rows.</summary>
    public string History => HistoryIn(Root);

    /// <summary>From which the people of a sandbox have their passwords.</summary>
    public string SandboxSecret => Path.Combine(Root, "sandbox-secret");

    /// <summary>The published roots of what is owed.</summary>
    public string Roots => Path.Combine(Root, "proofs", "roots.jsonl");

    /// <summary>Hashes of the tokens by which the first operator and the first security officer come in.</summary>
    public string FirstRoles => Path.Combine(Root, "first-roles");

    /// <summary>What accounts were told, for sockets that come back after a restart.</summary>
    public string News => Path.Combine(Root, "news");

    public string Logs => Path.Combine(Root, "logs");

    /// <summary>The founding of the venue in it came to its end.</summary>
    public bool IsFounded { get; }

    private string Mark => Path.Combine(Root, "founded");

    /// <exception cref="SettingsException">It cannot be used, or another version of this program made it.</exception>
    public static DataFolder Open(string root)
    {
        try
        {
            Directory.CreateDirectory(root);
            string layout = Path.Combine(root, LayoutFile);
            if (!File.Exists(layout))
            {
                if (Directory.EnumerateFileSystemEntries(root).Any()) throw new SettingsException($"{root} is not empty and no data folder of a venue. Choose another with --{Options.Data.Name}.");
                File.WriteAllText(layout, Layout.ToString(CultureInfo.InvariantCulture) + "\n");
            }
            string text = File.ReadAllText(layout).Trim();
            if (text != Layout.ToString(CultureInfo.InvariantCulture))
                throw new SettingsException($"{root} has layout {text}, and this program knows layout {Layout}: it belongs to another version. Run that one, or choose another folder with --{Options.Data.Name}.");
            foreach (string part in new[] { "venue", "identity", "logs" }) Directory.CreateDirectory(Path.Combine(root, part));
            return new DataFolder(root, File.Exists(Path.Combine(root, "founded")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{root} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Where the rows of a venue's folder are.</summary>
    public static string HistoryIn(string root) => Path.Combine(root, "history", "history.db");

    /// <summary>Where a venue's journal and what belongs to it are.</summary>
    public static string JournalIn(string root) => Path.Combine(root, "venue");

    public void WriteFounded() => File.WriteAllText(Mark, "");
}
