namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>Lets something happen at most once in so many milliseconds.</summary>
internal struct Pace(int everyMs)
{
    private long _dueMs;

    public readonly bool IsDue(long nowMs) => nowMs >= _dueMs;

    public void Done(long nowMs) => _dueMs = nowMs + everyMs;
}
