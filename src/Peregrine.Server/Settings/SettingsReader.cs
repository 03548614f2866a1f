using System.Collections;
using System.Text.Json;

namespace Peregrine.Server.Settings;

/// <summary>Puts together what a file, the environment and the command line say, each over the one before. Nothing unknown passes.</summary>
internal static class SettingsReader
{
    public const string FileName = "peregrine.json";
    private const string Prefix = "PEREGRINE_";

    /// <exception cref="SettingsException">Something is unknown, or is not what the option takes.</exception>
    public static ServerSettings Read(IReadOnlyList<string> arguments, IDictionary environment, string folder)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var line = new Dictionary<string, string>(StringComparer.Ordinal);
        string? file = ReadArguments(arguments, line);
        string path = Path.GetFullPath(file ?? FileName, folder);
        if (File.Exists(path)) ReadFile(path, values);
        else if (file is not null) throw new SettingsException($"There is no file {path}.");
        ReadEnvironment(environment, values);
        foreach ((string name, string value) in line) values[name] = value;
        return new ServerSettings(values, folder);
    }

    private static string? ReadArguments(IReadOnlyList<string> arguments, Dictionary<string, string> values)
    {
        string? file = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal)) throw new SettingsException($"'{arguments[i]}' is no option. Options begin with two dashes.");
            string name = arguments[i][2..];
            int equals = name.IndexOf('=', StringComparison.Ordinal);
            string? value = equals < 0 ? null : name[(equals + 1)..];
            if (equals >= 0) name = name[..equals];
            if (value is null && ++i == arguments.Count) throw new SettingsException($"--{name} needs a value.");
            value ??= arguments[i];
            if (name == "settings") file = value;
            else if (Options.Find(name) is { IsSecret: true } secret) throw new SettingsException($"--{name} is not taken from the command line, which others can read. Set {secret.EnvironmentName} or --{name}-file.");
            else Put(values, name, value, "the command line");
        }
        return file;
    }

    private static void ReadFile(string path, Dictionary<string, string> values)
    {
        try
        {
            var rules = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path), rules);
            Flatten(document.RootElement, "", values, path);
        }
        catch (JsonException e)
        {
            throw new SettingsException($"{path} is no JSON: line {e.LineNumber + 1}.", e);
        }
    }

    // "listen": { "port": 1 } and "listen.port": 1 are the same.
    private static void Flatten(JsonElement element, string name, Dictionary<string, string> values, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject()) Flatten(property.Value, name.Length == 0 ? property.Name : $"{name}.{property.Name}", values, path);
                break;
            case JsonValueKind.Array:
                Put(values, name, string.Join(',', element.EnumerateArray().Select(static e => e.ToString())), path);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Put(values, name, element.GetBoolean() ? "true" : "false", path);
                break;
            default:
                Put(values, name, element.ToString(), path);
                break;
        }
    }

    private static void ReadEnvironment(IDictionary environment, Dictionary<string, string> values)
    {
        foreach (DictionaryEntry entry in environment)
        {
            string name = (string)entry.Key;
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            Option option = Options.All.FirstOrDefault(o => o.EnvironmentName == name) ?? throw new SettingsException($"The environment sets {name}, which is no option.");
            Put(values, option.Name, (string?)entry.Value ?? "", "the environment");
        }
    }

    private static void Put(Dictionary<string, string> values, string name, string value, string where)
    {
        Option option = Options.Find(name) ?? throw new SettingsException($"'{name}' in {where} is no option.{Nearest(name)} 'peregrine help' lists them.");
        if (option.Complaint(value) is { } complaint) throw new SettingsException($"In {where}: {complaint}");
        values[name] = value;
    }

    private static string Nearest(string name)
    {
        Option near = Options.All.FirstOrDefault(o => o.Name.EndsWith("." + name, StringComparison.OrdinalIgnoreCase)) ?? Options.All.MinBy(o => Distance(o.Name, name))!;
        bool isNear = Distance(near.Name, name) <= 3 || near.Name.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);
        return isNear ? $" Did you mean '{near.Name}'?" : "";
    }

    // Letters to put in, take out or change until one is the other.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = a[i - 1] == b[j - 1] ? corner : 1 + Math.Min(corner, Math.Min(above, row[j - 1]));
                corner = above;
            }
        }
        return row[b.Length];
    }
}
