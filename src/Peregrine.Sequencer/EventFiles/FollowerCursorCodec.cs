using System.Globalization;
using System.Text;
using Peregrine.Core;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>The file of the registered followers: a line each, readable for operators, and a last line with the checksum of all before.</summary>
internal static class FollowerCursorCodec
{
    private const string Title = "peregrine followers 1";
    private const string LastLine = "hash ";

    public static byte[] Encode(IEnumerable<FollowerCursor> cursors)
    {
        var text = new StringBuilder(Title).Append('\n');
        foreach (FollowerCursor c in cursors.OrderBy(static c => c.Name, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{c.Name} {c.Cursor} {c.State} {c.ProgressNs} {c.GapFrom} {c.GapTo}\n");
        string body = text.ToString();
        return Encoding.ASCII.GetBytes(body + LastLine + HashOf(body) + "\n");
    }

    /// <summary>Null when the bytes are not what was written.</summary>
    public static List<FollowerCursor>? Decode(ReadOnlySpan<byte> bytes)
    {
        string text = Encoding.ASCII.GetString(bytes);
        int last = text.LastIndexOf('\n' + LastLine, StringComparison.Ordinal) + 1;
        if (last == 0 || text[last..] != LastLine + HashOf(text[..last]) + "\n") return null;
        string[] lines = text[..last].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines[0] != Title) return null;
        return [.. lines.Skip(1).Select(Parse)];
    }

    private static FollowerCursor Parse(string line)
    {
        string[] part = line.Split(' ');
        return new FollowerCursor(part[0], Number(part[1]), Enum.Parse<FollowerState>(part[2]), Number(part[3]), Number(part[4]), Number(part[5]));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string HashOf(string text) => Hash64.Extend(0, Encoding.ASCII.GetBytes(text)).ToString("x16", CultureInfo.InvariantCulture);
}
