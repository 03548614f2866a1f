namespace Peregrine.Bench.Engine.Growth;

/// <summary>One thing that a venue can hold much of.</summary>
internal sealed record GrowthKind(string Name, string What, string[] Operations, Func<int, Scale, IScenario> Make)
{
    public static readonly GrowthKind[] All =
    [
        new("accounts", "accounts", AccountsScenario.Operations, static (size, scale) => new AccountsScenario(size, scale)),
        new("orders", "resting orders in one book", OrdersScenario.Operations, static (size, scale) => new OrdersScenario(size, scale)),
        new("triggers", "waiting stops", TriggersScenario.Operations, static (size, scale) => new TriggersScenario(size, scale, trailing: false)),
        new("trailing", "trailing stops", TriggersScenario.Operations, static (size, scale) => new TriggersScenario(size, scale, trailing: true)),
        new("positions", "accounts with a position", PositionsScenario.Operations, static (size, scale) => new PositionsScenario(size, scale)),
        new("far", "orders outside the book's window", FarScenario.Operations, static (size, scale) => new FarScenario(size, scale)),
    ];
}
