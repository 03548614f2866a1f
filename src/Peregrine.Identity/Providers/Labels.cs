namespace Peregrine.Identity.Providers;

/// <summary>Names that strangers chose, made fit for lists and trails.</summary>
internal static class Labels
{
    private const int LengthMax = 80;

    public static string Plain(string name)
    {
        string plain = new([.. name.Take(LengthMax).Select(static c => c is >= ' ' and < '\x7f' ? c : '?')]);
        return plain.Length == 0 ? "?" : plain;
    }
}
