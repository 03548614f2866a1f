namespace Peregrine.Client.Streams;

/// <summary>How often a book is told.</summary>
public enum BookSpeed : byte
{
    Raw = 1,
    Ms20 = 2,
    Ms100 = 3,
    S1 = 4,
}
