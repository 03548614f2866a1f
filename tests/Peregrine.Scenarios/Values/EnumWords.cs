using Peregrine.Core;
using Peregrine.Scenarios.Language;

namespace Peregrine.Scenarios.Values;

/// <summary>Enum members in any spelling, flags joined by commas, or a bare number.</summary>
public static class EnumWords
{
    private static readonly Dictionary<(Type, string), string> Short = new()
    {
        [(typeof(StpMode), "CO")] = nameof(StpMode.CancelOldest),
        [(typeof(StpMode), "CN")] = nameof(StpMode.CancelNewest),
        [(typeof(StpMode), "CB")] = nameof(StpMode.CancelBoth),
        [(typeof(StpMode), "DC")] = nameof(StpMode.Decrement),
        [(typeof(TriggerKind), "TP")] = nameof(TriggerKind.TakeProfit),
        [(typeof(OrderState), "PENDING")] = nameof(OrderState.PendingTrigger),
        [(typeof(OrderType), "CLOSE")] = nameof(OrderType.ClosePosition),
    };

    public static object Read(Type type, Token word) => TryRead(type, word, out object? value)
        ? value!
        : throw new LanguageException(word, $"'{word}' is not a {Spelling.Kebab(type.Name)}{Spelling.Nearest(word.Text, Enum.GetNames(type).Select(Spelling.UpperSnake))}");

    public static bool TryRead(Type type, Token word, out object? value)
    {
        value = null;
        if (long.TryParse(word.Text, out long number))
        {
            value = Enum.ToObject(type, number);
            return true;
        }
        long sum = 0;
        foreach (string part in word.Text.Split(','))
        {
            string key = Spelling.Key(part);
            string? name = Short.GetValueOrDefault((type, key)) ?? Array.Find(Enum.GetNames(type), n => string.Equals(Spelling.Key(n), key, StringComparison.Ordinal));
            if (name is null) return false;
            sum |= Convert.ToInt64(Enum.Parse(type, name), null);
        }
        value = Enum.ToObject(type, sum);
        return true;
    }

    public static string Show(object value)
    {
        Type type = value.GetType();
        bool reason = type == typeof(RejectCode) || type == typeof(CancelReason);
        return string.Join(',', value.ToString()!.Split(", ").Select(n => reason ? Spelling.UpperSnake(n) : Spelling.Kebab(n)));
    }
}
