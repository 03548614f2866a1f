using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Peregrine.Core;

/// <summary>Price rules and up to eight sources in one command, so that two operators can ask for them together: a proposal has room for one command. It does what the group of <see cref="SetPriceRules"/> does.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SetFeed : ICommandBody
{
    public static CommandKind Kind => CommandKind.SetFeed;

    public SetPriceRules Rules;
    public FeedSources Sources;
}

/// <summary>Room for eight sources, by rising id; what is behind the last is zero.</summary>
[InlineArray(Count)]
public struct FeedSources
{
    public const int Count = 8;
    private SetSource _first;
}
