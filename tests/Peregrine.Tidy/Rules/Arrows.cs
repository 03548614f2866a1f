using System.Xml.Linq;

namespace Peregrine.Tidy.Rules;

/// <summary>Who may reference whom. Arrows point inward only; a project that is not in the table does not exist yet.</summary>
internal static class Arrows
{
    private const string Core = "Peregrine.Core", Engine = "Peregrine.Engine", Everybody = "*";

    /// <summary>The table of docs/architecture.md, "Projects and arrows".</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        [Core] = [],
        [Engine] = [Core],
        ["Peregrine.Sequencer"] = [Core, Engine],
        ["Peregrine.MarketData"] = [Core],
        ["Peregrine.Explain"] = [Core],
        ["Peregrine.History"] = [Core],
        ["Peregrine.History.Postgres"] = [Core, "Peregrine.History"],
        ["Peregrine.Identity"] = [Core],
        ["Peregrine.Gateway"] = [Core, "Peregrine.MarketData", "Peregrine.History", "Peregrine.Identity", "Peregrine.Explain"],
        ["Peregrine.Client"] = [Core],
        ["Peregrine.Sandbox"] = [Core, "Peregrine.Client"],
        ["Peregrine.Oracle"] = [Core],
        ["Peregrine.Streaming"] = [Core],
        ["Peregrine.Vault"] = [Core],
        ["Peregrine.Hedger"] = [Core, "Peregrine.Client"],
        ["Peregrine.Server"] = [Everybody],
    };

    private static readonly string[] WithoutPackages = [Core, Engine];
    private static readonly string[] Foreign = ["PackageReference", "PackageDownload", "FrameworkReference", "Reference"];

    public static IEnumerable<string> Check(IEnumerable<TextFile> files)
    {
        foreach (TextFile project in files.Where(f => f.Is(".csproj") && f.IsUnder("src")))
        {
            string name = Path.GetFileNameWithoutExtension(project.Name);
            if (!Allowed.TryGetValue(name, out string[]? allowed))
            {
                yield return $"{project.Path}: {name} is not in the table of projects";
                continue;
            }
            XElement xml = XElement.Parse(project.Text);
            foreach (string target in Included(xml, "ProjectReference").Select(Target))
            {
                if (!allowed.Contains(target) && !(allowed.Contains(Everybody) && Allowed.ContainsKey(target)))
                    yield return $"{project.Path}: {name} may not reference {target}";
            }
            foreach (string package in Foreign.Where(_ => WithoutPackages.Contains(name)).SelectMany(element => Included(xml, element)))
                yield return $"{project.Path}: {name} may not use the package {package}";
        }
    }

    /// <summary>The lock file tells what restore really found, whichever props file asked for it: in Core and Engine analyzers and allowed projects only.</summary>
    public static IEnumerable<string> CheckLocked(IEnumerable<TextFile> files)
    {
        string[] analyzers = ["Meziantou.Analyzer", "Microsoft.CodeAnalysis.BannedApiAnalyzers"];
        foreach (TextFile file in files.Where(f => WithoutPackages.Any(name => f.Path == $"src/{name}/packages.lock.json")))
        {
            using var json = System.Text.Json.JsonDocument.Parse(file.Text);
            foreach (var package in json.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()))
            {
                bool isProject = package.Value.GetProperty("type").GetString() == "Project";
                string[] allowed = isProject ? Allowed[Path.GetFileName(file.Folder)] : analyzers;
                if (!allowed.Contains(package.Name, StringComparer.OrdinalIgnoreCase))
                    yield return $"{file.Path}: {package.Name} reaches a project that may not have it";
            }
        }
    }

    private static IEnumerable<string> Included(XElement xml, string element) =>
        xml.Descendants().Where(e => e.Name.LocalName == element).Select(e => e.Attribute("Include")?.Value ?? e.Attribute("Update")?.Value ?? "");

    private static string Target(string include) => Path.GetFileNameWithoutExtension(include.Replace('\\', '/'));
}
