using Peregrine.MarketData.Memory;

namespace Peregrine.MarketData.Accounts;

/// <summary>A record in its account's list.</summary>
internal struct Linked<T> where T : struct
{
    public T Facts;
    public int Next;
    public int Account;
    /// <summary>The event that touched it first in the present command; 0 when none did.</summary>
    public byte Touched;

    /// <summary>Copies a list, as much as fits. For readers: a torn list ends where the room does.</summary>
    public static int Copy(Pages<Linked<T>> pages, int first, Span<T> into)
    {
        int count = 0;
        for (int at = first; at != 0 && count < into.Length; at = pages.Peek(at).Next) into[count++] = pages.Peek(at).Facts;
        return count;
    }
}
