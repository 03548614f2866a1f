using System.Globalization;

namespace Peregrine.Identity;

/// <summary>A person in this venue's books; 0 is the venue itself.</summary>
public readonly record struct PersonId(long Value)
{
    public static readonly PersonId Venue;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
