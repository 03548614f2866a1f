using Peregrine.Core;

namespace Peregrine.Gateway.Rates;

/// <summary>How often buckets gave and refused since the start; from any thread.</summary>
internal sealed class LimitCounts
{
    private const int Scopes = 5, Classes = 5;
    private readonly long[] _taken = new long[Scopes * Classes];
    private readonly long[] _refused = new long[Scopes * Classes];

    public void Add(LimitScope scope, LimitClass limitClass, bool isPaid, int times) => Interlocked.Add(ref (isPaid ? _taken : _refused)[PlaceOf(scope, limitClass)], times);

    public (long Taken, long Refused) Of(LimitScope scope, LimitClass limitClass) =>
        (Volatile.Read(ref _taken[PlaceOf(scope, limitClass)]), Volatile.Read(ref _refused[PlaceOf(scope, limitClass)]));

    /// <summary>Those that ever gave or refused anything.</summary>
    public IEnumerable<(LimitScope Scope, LimitClass Class, long Taken, long Refused)> All() =>
        from scope in Enum.GetValues<LimitScope>()
        from limitClass in Enum.GetValues<LimitClass>()
        let count = Of(scope, limitClass)
        where limitClass != LimitClass.Free && count != default
        select (scope, limitClass, count.Taken, count.Refused);

    private static int PlaceOf(LimitScope scope, LimitClass limitClass)
    {
        Invariant.That((int)scope < Scopes && (int)limitClass < Classes, "every bucket has a count");
        return (int)scope * Classes + (int)limitClass;
    }
}
