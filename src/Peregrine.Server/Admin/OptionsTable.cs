using Peregrine.Server.Settings;

namespace Peregrine.Server.Admin;

/// <summary>All options as the table that stands in docs/operations.md.</summary>
internal static class OptionsTable
{
    public static void Write(TextWriter output)
    {
        output.WriteLine("| option | unit | default | what it does |");
        output.WriteLine("| --- | --- | --- | --- |");
        foreach (Option option in Options.All)
            output.WriteLine($"| `{option.Name}` | {option.Unit} | {(option.Default.Length == 0 ? "none" : $"`{option.Default}`")} | {option.Text} |");
    }
}
