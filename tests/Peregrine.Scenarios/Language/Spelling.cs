using System.Text;

namespace Peregrine.Scenarios.Language;

/// <summary>One name, three spellings: <c>InsufficientMargin</c>, <c>INSUFFICIENT_MARGIN</c>, <c>insufficient-margin</c>.</summary>
public static class Spelling
{
    /// <summary>What two spellings of a name have in common.</summary>
    public static string Key(string name)
    {
        StringBuilder key = new(name.Length);
        foreach (char c in name)
        {
            if (c is not ('_' or '-')) key.Append(char.ToUpperInvariant(c));
        }
        return key.ToString();
    }

    public static string Kebab(string pascal) => Joined(pascal, '-').ToLowerInvariant();

    public static string UpperSnake(string pascal) => Joined(pascal, '_').ToUpperInvariant();

    /// <summary>The known words nearest to an unknown one, for a message.</summary>
    public static string Nearest(string unknown, IEnumerable<string> known)
    {
        string[] near = [.. known.Select(k => (Word: k, Steps: Distance(unknown.ToUpperInvariant(), k.ToUpperInvariant())))
            .Where(k => k.Steps <= Math.Max(2, unknown.Length / 3))
            .OrderBy(k => k.Steps).ThenBy(k => k.Word, StringComparer.Ordinal).Take(3).Select(k => k.Word)];
        return near.Length == 0 ? "" : $"; did you mean {string.Join(" or ", near)}?";
    }

    private static string Joined(string pascal, char with)
    {
        StringBuilder text = new(pascal.Length + 4);
        for (int i = 0; i < pascal.Length; i++)
        {
            bool begins = i > 0 && char.IsUpper(pascal[i]) && !char.IsUpper(pascal[i - 1]);
            if (begins) text.Append(with);
            text.Append(pascal[i]);
        }
        return text.ToString();
    }

    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
