using System.Buffers;
using System.Globalization;

namespace Peregrine.Identity.People;

/// <summary>An e-mail address in the one spelling under which we know its owner.</summary>
/// <remarks>
/// Lower case all through; international domains in their ASCII form. Dots and plus signs before the @ are left alone: what they mean is the mail host's
/// business, and merging two people is worse than letting one sign up twice.
/// </remarks>
public readonly record struct EmailAddress
{
    private const int TextMax = 254, LocalMax = 64, LabelMax = 63;

    private static readonly SearchValues<char> LocalCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+/=?^_`{|}~-");

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly IdnMapping Ascii = new() { AllowUnassigned = false, UseStd3AsciiRules = true };

    private EmailAddress(string text) => Text = text;

    public string Text { get; }

    /// <summary>What stands before the @.</summary>
    public ReadOnlySpan<char> Local => Text.AsSpan(0, Text.IndexOf('@'));

    public static bool TryParse(string given, out EmailAddress address)
    {
        address = default;
        string text = given.Trim(' ');
        int at = text.IndexOf('@');
        if (text.Length > TextMax || at < 1 || at != text.LastIndexOf('@')) return false;
        string local = text[..at].ToLowerInvariant();
        if (!IsLocal(local) || !TryDomain(text[(at + 1)..], out string domain)) return false;
        if (local.Length + 1 + domain.Length > TextMax) return false;
        address = new EmailAddress($"{local}@{domain}");
        return true;
    }

    public override string ToString() => Text;

    private static bool IsLocal(string local) =>
        local.Length is > 0 and <= LocalMax && !local.AsSpan().ContainsAnyExcept(LocalCharacters)
        && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal);

    private static bool TryDomain(string given, out string domain)
    {
        domain = "";
        try
        {
            domain = Ascii.GetAscii(given).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return false;
        }
        string[] labels = domain.Split('.');
        return labels.Length > 1 && labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LabelMax && label[0] != '-' && label[^1] != '-' && !label.AsSpan().ContainsAnyExcept(LabelCharacters);
}
