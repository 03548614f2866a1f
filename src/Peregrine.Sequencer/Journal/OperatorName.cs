using System.Runtime.CompilerServices;
using System.Text;

namespace Peregrine.Sequencer.Journal;

/// <summary>A name of up to 24 ASCII characters, padded with zeros.</summary>
[InlineArray(Length)]
internal struct OperatorName
{
    public const int Length = 24;
    private byte _first;

    /// <exception cref="FormatException">Empty, too long, or not plain ASCII.</exception>
    public static OperatorName Parse(string text)
    {
        bool isPlain = text.Length is > 0 and <= Length;
        foreach (char c in text) isPlain &= char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@';
        if (!isPlain) throw new FormatException($"'{text}' is no operator's name: 1 to {Length} of A-Z a-z 0-9 . - _ @");
        OperatorName name = default;
        Encoding.ASCII.GetBytes(text, name);
        return name;
    }

    public override readonly string ToString() => Encoding.ASCII.GetString(((ReadOnlySpan<byte>)this).TrimEnd((byte)0));
}
