using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Admin;

/// <summary>One margin tier, as operators say it.</summary>
internal sealed class TierBody : BodyShape
{
    public const int Most = 8;

    public static readonly TierBody Shape = new();

    public readonly Field From, Initial, Maintenance;

    private TierBody()
        : base("TierWanted")
    {
        From = Needed("from", FieldType.Money, "The notional from which it holds; 0 of the first.");
        Initial = Needed("initialMargin", FieldType.Rate, "Of the notional.");
        Maintenance = Needed("maintenanceMargin", FieldType.Rate, "Of the notional.");
    }

    /// <summary>A list of them as commands behind each other; says how many.</summary>
    public static int Read(ref Body body, Field tiers, Span<Command> into)
    {
        int count = 0;
        JsonItems items = body.Items(tiers);
        while (items.Next() && body.Problem is null)
        {
            if (count == Most)
            {
                body.Refuse(tiers);
                break;
            }
            into[count] = ReadOne(items.Item, $"{body.PathOf(tiers)}[{count}].", out Problem? problem);
            body.Refuse(problem);
            count++;
        }
        if (count == 0) body.Refuse(tiers);
        return count;
    }

    private static Command ReadOne(ReadOnlySpan<byte> item, string path, out Problem? problem)
    {
        var tier = new Body(item, Shape, stackalloc Slot[FieldsMax], path);
        var set = new SetTier { Floor = tier.Money(Shape.From), ImrPpb = tier.Ppb(Shape.Initial), MmrPpb = tier.Ppb(Shape.Maintenance) };
        problem = tier.Problem;
        return Command.Of(in set);
    }
}
