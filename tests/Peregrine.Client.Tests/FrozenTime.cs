namespace Peregrine.Client;

/// <summary>One moment, for ever.</summary>
internal sealed class FrozenTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_795_275_442_081);
}
