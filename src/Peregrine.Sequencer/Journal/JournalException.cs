using System.Globalization;

namespace Peregrine.Sequencer.Journal;

/// <summary>A journal that cannot be continued or read as it is. The sentence says where, what, and what an operator does next.</summary>
public sealed class JournalException : Exception
{
    public JournalException() { }
    public JournalException(string message) : base(message) { }
    public JournalException(string message, Exception inner) : base(message, inner) { }

    /// <summary>The damaged file, or empty when no single one is to blame.</summary>
    public string FileName { get; private init; } = "";

    public long Offset { get; private init; }

    internal static JournalException Damage(string file, long offset, string what)
    {
        string place = offset.ToString(CultureInfo.InvariantCulture);
        return new JournalException($"{file} is damaged at offset {place}: {what}. Nothing was changed. "
            + "Put back the file of a replica or a backup with 'peregrine journal repair --from DIRECTORY'.")
        { FileName = file, Offset = offset };
    }
}
