using System.Globalization;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>An event file that does not read as it was written. The journal is not concerned: events can be made from it again.</summary>
public sealed class EventFileException : Exception
{
    public EventFileException() { }
    public EventFileException(string message) : base(message) { }
    public EventFileException(string message, Exception inner) : base(message, inner) { }

    /// <summary>The damaged file.</summary>
    public string FileName { get; private init; } = "";

    public long Offset { get; private init; }

    internal static EventFileException Damage(string file, long offset, string what)
    {
        string place = offset.ToString(CultureInfo.InvariantCulture);
        return new EventFileException($"{file} is damaged at offset {place}: {what}. The journal is not concerned. "
            + "Put back the file of a replica or a backup, or move it out of the folder: followers that need it then go on behind a gap or are rebuilt.")
        { FileName = file, Offset = offset };
    }
}
