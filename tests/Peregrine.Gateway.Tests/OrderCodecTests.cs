using System.Text;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Native.Orders;
using Peregrine.Gateway.Rates;
using Peregrine.Testing;

namespace Peregrine.Gateway.Tests;

[Collection(Alone.Name)]
public sealed class OrderCodecTests
{
    private const string Limit = """{"type":"limit","market":"BTC-PERP","side":"buy","price":"60000.1","qty":"0.5"}""";

    [Fact]
    public void A_limit_order_is_ticks_and_lots()
    {
        PlaceOrder order = Order(Limit);
        Assert.Equal((1, OrderType.Limit, Side.Buy, TimeInForce.Gtc), (order.Market, order.Type, order.Side, order.Tif));
        Assert.Equal((new Ticks(600_001), new Lots(50_000)), (order.Price, order.Qty));
        Assert.Equal(OrderFlags.None, order.Flags);
    }

    [Fact]
    public void Every_option_of_a_limit_order_reaches_its_place()
    {
        PlaceOrder order = Order("""
            {"type":"limit","market":"SOL-PERP","side":"sell","price":"150.25","qty":"12.5","tif":"gtd","expireAt":1700000000000,"postOnly":"slide","reduceOnly":true,
             "display":"1.25","clientOrderId":"a.b_c:d/e-9","label":7,"stp":"decrement","expiresAt":1700000000001,"protective":true,"builder":"12","builderFee":"0.0001"}
            """);
        Assert.Equal((2, Side.Sell, TimeInForce.Gtd, StpMode.Decrement), (order.Market, order.Side, order.Tif, order.Stp));
        Assert.Equal((1_700_000_000_000_000_000, 1_700_000_000_001_000_000), (order.ExpireAtNs, order.RequestExpiresNs));
        Assert.Equal(OrderFlags.PostOnly | OrderFlags.Slide | OrderFlags.ReduceOnly | OrderFlags.Protective, order.Flags);
        Assert.Equal((new Ticks(15_025), new Lots(1_250), new Lots(125)), (order.Price, order.Qty, order.Display));
        Assert.Equal(("a.b_c:d/e-9", 7u, 12, 100_000), (order.ClientId.ToString(), order.Label, order.Builder, order.BuilderPpb));
    }

    [Theory]
    [InlineData("""{"type":"stop","market":"BTC-PERP","side":"sell","triggerPrice":"58000","qty":"1"}""", OrderType.Market, TriggerKind.Stop)]
    [InlineData("""{"type":"takeProfit","market":"BTC-PERP","side":"sell","triggerPrice":"62000","price":"61900","qty":"1"}""", OrderType.Limit, TriggerKind.TakeProfit)]
    [InlineData("""{"type":"trailing","market":"BTC-PERP","side":"sell","callback":"0.01","percent":50}""", OrderType.ClosePosition, TriggerKind.Trailing)]
    [InlineData("""{"type":"close","market":"BTC-PERP"}""", OrderType.ClosePosition, TriggerKind.None)]
    [InlineData("""{"type":"market","market":"BTC-PERP","side":"buy","quoteQty":"100"}""", OrderType.Market, TriggerKind.None)]
    public void Types_become_what_the_engine_knows(string json, OrderType type, TriggerKind trigger)
    {
        PlaceOrder order = Order(json);
        Assert.Equal((type, trigger), (order.Type, order.Trigger));
        Assert.Equal(type == OrderType.Limit ? TimeInForce.Gtc : TimeInForce.Ioc, order.Tif);
    }

    [Fact]
    public void A_bracket_is_a_group_of_its_entry_and_its_exits()
    {
        string json = Limit.Replace("}", ""","exits":[{"type":"takeProfit","share":"0.64","triggerPrice":"61000"},{"type":"limit","share":"0.36","price":"62000"},{"type":"stop","triggerPrice":"59000"}]}""", StringComparison.Ordinal);
        var commands = new Command[OrderCodec.CommandsMax];
        Assert.Null(Read(json, commands, out OrderPlan plan));
        Assert.Equal((4, 3, true), (plan.Commands, plan.Children, plan.IsGroup));
        Assert.Equal(640_000_000, Command.Body<AddExit>(in commands[1]).SharePpb);
        Assert.Equal((TriggerKind.None, OrderType.Limit), (Command.Body<AddExit>(in commands[2]).Trigger, Command.Body<AddExit>(in commands[2]).Type));
        Assert.Equal(new Ticks(590_000), Command.Body<AddExit>(in commands[3]).TriggerPrice);
    }

    [Fact]
    public void Two_orders_of_which_one_cancels_the_other_carry_the_flag()
    {
        var commands = new Command[OrderCodec.CommandsMax];
        string stop = """{"type":"stop","market":"BTC-PERP","side":"buy","triggerPrice":"61000","qty":"0.5"}""";
        Assert.Null(Read($$"""{"type":"oco","orders":[{{Limit}},{{stop}}]}""", commands, out OrderPlan plan));
        Assert.Equal(2, plan.Commands);
        Assert.All(commands[..2], c => Assert.True((Command.Body<PlaceOrder>(in c).Flags & OrderFlags.Oco) != 0));
    }

    [Fact]
    public void Ladders_twaps_pairs_and_reversals_are_commands_of_their_own()
    {
        var commands = new Command[OrderCodec.CommandsMax];
        Assert.Null(Read("""{"type":"scale","market":"SOL-PERP","side":"buy","fromPrice":"140","toPrice":"130","count":5,"qty":"10","ratio":"2.5"}""", commands, out _));
        Assert.Equal((25, 10, 5), (Command.Body<PlaceScale>(in commands[0]).RatioNum, Command.Body<PlaceScale>(in commands[0]).RatioDen, Command.Body<PlaceScale>(in commands[0]).Count));
        Assert.Null(Read("""{"type":"twap","market":"SOL-PERP","side":"buy","qty":"10","duration":60000,"interval":10000}""", commands, out _));
        Assert.Equal((60_000_000_000, 10_000_000_000), (Command.Body<PlaceTwap>(in commands[0]).DurationNs, Command.Body<PlaceTwap>(in commands[0]).IntervalNs));
        Assert.NotEqual(0UL, Command.Body<PlaceTwap>(in commands[0]).Salt);
        Assert.Null(Read("""{"type":"pair","multiple":3,"legs":[{"market":"BTC-PERP","side":"buy","unit":"0.1"},{"market":"SOL-PERP","side":"sell","unit":"4"}]}""", commands, out _));
        Assert.Equal((new Lots(10_000), new Lots(400), 3), (Command.Body<PlacePair>(in commands[0]).UnitA, Command.Body<PlacePair>(in commands[0]).UnitB, Command.Body<PlacePair>(in commands[0]).Multiple));
        Assert.Null(Read("""{"type":"reverse","market":"SOL-PERP"}""", commands, out _));
        Assert.Equal(CommandKind.Reverse, commands[0].Header.Kind);
        Assert.Null(Read("""{"type":"closeAll"}""", commands, out OrderPlan plan));
        Assert.Equal((CommandKind.CloseAll, LimitClass.Exits), (commands[0].Header.Kind, plan.Class));
    }

    [Theory]
    [InlineData("\"price\":\"60000.1\"", "\"price\":\"60000.15\"", "BAD_TICK", "price", "a multiple of 0.1")]
    [InlineData("\"price\":\"60000.1\"", "\"price\":\"6e4\"", "BAD_VALUE", "price", null)]
    [InlineData("\"price\":\"60000.1\"", "\"price\":\"-1\"", "BAD_VALUE", "price", null)]
    [InlineData("\"qty\":\"0.5\"", "\"qty\":\"0.000001\"", "BAD_LOT", "qty", "a multiple of 0.00001")]
    [InlineData("\"qty\":\"0.5\"", "\"display\":\"1\"", "MISSING_FIELD", "qty", null)]
    [InlineData("\"side\":\"buy\"", "\"side\":\"Buy\"", "BAD_VALUE", "side", "one of buy, sell")]
    [InlineData("BTC-PERP", "BTC-USD", "UNKNOWN_MARKET", "market", null)]
    [InlineData("\"type\":\"limit\"", "\"type\":\"limitt\"", "BAD_VALUE", "type", null)]
    [InlineData("\"qty\":\"0.5\"", "\"qty\":\"0.5\",\"percent\":5", "UNKNOWN_FIELD", "percent", null)]
    [InlineData("\"qty\":\"0.5\"", "\"qty\":\"0.5\",\"clientOrderId\":\"ä\"", "BAD_CLIENT_ID", "clientOrderId", null)]
    [InlineData("\"qty\":\"0.5\"", "\"qty\":\"0.5\",\"clientOrderId\":\"\"", "BAD_CLIENT_ID", "clientOrderId", null)]
    [InlineData("\"qty\":\"0.5\"", "\"qty\":\"0.5\",\"cancelOnDisconnect\":true", "BAD_VALUE", "cancelOnDisconnect", null)]
    [InlineData("\"qty\":\"0.5\"", "\"qty\":\"0.5\",\"label\":4294967296", "BAD_VALUE", "label", null)]
    [InlineData("\"qty\":\"0.5\"", "\"qty\":\"0.5\",\"postOnly\":\"maybe\"", "BAD_VALUE", "postOnly", null)]
    [InlineData("\"qty\":\"0.5\"", "\"qty\":\"0.5\",\"exits\":[]", "BAD_VALUE", "exits", null)]
    [InlineData("\"qty\":\"0.5\"", "\"qty\":\"0.5\",\"exits\":[{\"type\":\"stop\"}]", "MISSING_FIELD", "exits[0].triggerPrice", null)]
    [InlineData("\"qty\":\"0.5\"", "\"qty\":\"0.5\",\"exits\":[{\"type\":\"stop\",\"triggerPrice\":\"1.23\"}]", "BAD_TICK", "exits[0].triggerPrice", null)]
    public void What_is_wrong_is_named(string part, string instead, string code, string field, string? expected)
    {
        Problem? problem = Read(Limit.Replace(part, instead, StringComparison.Ordinal), new Command[OrderCodec.CommandsMax], out _);
        Assert.Equal((code, field), (problem?.Code.Name, problem?.Field));
        if (expected is not null) Assert.Equal(expected, problem!.Expected);
    }

    [Theory]
    [InlineData("""{"type":"oco","orders":[]}""", "orders")]
    [InlineData("""{"type":"oco","orders":[{"type":"closeAll"},{"type":"closeAll"}]}""", "orders[0].type")]
    [InlineData("""{"type":"oco","orders":[{"type":"oco","orders":[]},{"type":"closeAll"}]}""", "orders[0].type")]
    [InlineData("""{"type":"pair","multiple":1,"legs":[{"market":"BTC-PERP","side":"buy","unit":"0.1"}]}""", "legs")]
    [InlineData("""{"type":"pair","multiple":1,"legs":[{"market":"BTC-PERP","side":"buy"},{}]}""", "legs[0].unit")]
    [InlineData("""{"type":"trailing","market":"BTC-PERP","side":"sell","qty":"1"}""", "callback")]
    [InlineData("""{"type":"market","market":"BTC-PERP","side":"sell","qty":"1","quoteQty":"1"}""", "qty")]
    [InlineData("""{"type":"scale","market":"BTC-PERP","side":"buy","fromPrice":"1","toPrice":"2","count":51,"qty":"1"}""", "count")]
    [InlineData("""{"type":"scale","market":"BTC-PERP","side":"buy","fromPrice":"1","toPrice":"2","count":5,"qty":"1","ratio":"0"}""", "ratio")]
    public void What_is_wrong_inside_is_named_with_its_path(string json, string field) =>
        Assert.Equal(field, Read(json, new Command[OrderCodec.CommandsMax], out _)?.Field);

    [Theory]
    [InlineData(Limit, LimitClass.Orders)]
    [InlineData("""{"type":"limit","market":"BTC-PERP","side":"buy","price":"60000.1","qty":"0.5","reduceOnly":true}""", LimitClass.Exits)]
    [InlineData("""{"type":"close","market":"BTC-PERP"}""", LimitClass.Exits)]
    [InlineData("""{"type":"reverse","market":"BTC-PERP"}""", LimitClass.Orders)]
    public void Orders_that_can_only_shrink_a_position_are_exits(string json, object limitClass)
    {
        Read(json, new Command[OrderCodec.CommandsMax], out OrderPlan plan);
        Assert.Equal(limitClass, plan.Class);
    }

    [Fact]
    public void A_signed_request_names_its_orders_and_each_place_in_it_differently()
    {
        var commands = new Command[OrderCodec.CommandsMax];
        Read(Limit, commands, out OrderPlan plan);
        var request = new RequestKey(0x0123456789abcdef, 0xfedcba9876543210);
        string first = SignatureName.Give(request, 0, commands, in plan).ClientId.ToString();
        Assert.Equal("sig:0123456789abcdeffedcba9876543200", first);
        Assert.Equal(first, Command.Body<PlaceOrder>(in commands[0]).ClientId.ToString());
        Assert.NotEqual(first, SignatureName.Give(request, 1, commands, in plan).ClientId.ToString());
    }

    [Fact]
    public void Reading_an_order_allocates_nothing()
    {
        byte[] json = Encoding.ASCII.GetBytes(Limit);
        var commands = new Command[OrderCodec.CommandsMax];
        for (int i = 0; i < 200; i++) OrderCodec.Read(json, Venues.Two, new Signer(1, 0, 0), commands, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) OrderCodec.Read(json, Venues.Two, new Signer(1, 0, 0), commands, out _);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static PlaceOrder Order(string json)
    {
        var commands = new Command[OrderCodec.CommandsMax];
        Assert.Null(Read(json, commands, out OrderPlan plan));
        Assert.Equal(1, plan.Commands);
        Assert.Equal(1, commands[0].Header.Account);
        return Command.Body<PlaceOrder>(in commands[0]);
    }

    private static Problem? Read(string json, Command[] into, out OrderPlan plan) => OrderCodec.Read(Encoding.UTF8.GetBytes(json), Venues.Two, new Signer(1, 0, 0), into, out plan);
}
