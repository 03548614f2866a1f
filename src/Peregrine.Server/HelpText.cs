using Peregrine.Server.Settings;

namespace Peregrine.Server;

/// <summary>What the program can do and what can be set, from the tables that decide it.</summary>
internal static class HelpText
{
    public static void Write(TextWriter output)
    {
        output.WriteLine("""
            usage: peregrine [run] [--OPTION VALUE]…    the venue
                   peregrine journal …                  tools for a journal; without more it tells how
                   peregrine admin routes               every route of the API
                   peregrine admin openapi              the API's OpenAPI document
                   peregrine admin options              every option, as a table in Markdown
                   peregrine admin role PERSON ROLE [--data FOLDER]
                                                        gives a person (GET /me tells the number) a role, while no venue runs on the folder
                   peregrine export --data FOLDER TABLE [--account NUMBER] [--from MOMENT] [--to MOMENT]
                                                        a table of history as comma-separated values; without more it tells which
                   peregrine history rebuild --data FOLDER [--from-what-is-left]
                                                        makes history again from the venue's events, while no venue runs on the folder
                   peregrine explain --data FOLDER SEQ INDEX
                                                        a liquidation, deleveraging, trigger or funding payment recomputed from the journal alone
                   peregrine prove FILE [ROOT]          checks a proof of GET /liabilities/proof against the published root
                   peregrine version

            options, which may also stand in peregrine.json (comments allowed; --settings FILE for another) or in the environment:
            """);
        foreach (Option option in Options.All)
            output.WriteLine($"  --{option.Name,-30} {option.Text} [{option.Unit}; {(option.Default.Length == 0 ? "empty" : option.Default)}; {option.EnvironmentName}]");
    }
}
