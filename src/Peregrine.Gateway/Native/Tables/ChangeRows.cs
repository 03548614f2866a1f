using System.Text;
using Peregrine.Core;
using Peregrine.Gateway.Admin;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Tables;

/// <summary>How what operators did is spelled: who proposed, who approved, what came of it.</summary>
internal static class ChangeRows
{
    public static void Change(in HistoryRow row, RowText text)
    {
        var kind = (EventKind)row["kind"];
        text.Plain(RowParts.Kinds.NameOf((int)kind));
        switch (kind)
        {
            case EventKind.ChangeProposed:
                Proposed(row.Body<ChangeProposed>(), text);
                break;
            case EventKind.ChangeScheduled:
                ChangeScheduled scheduled = row.Body<ChangeScheduled>();
                Begin(text, scheduled.Proposal, What(scheduled.Parameter, scheduled.Subject), scheduled.Admin);
                Numbers(text, null, null, scheduled.EffectiveAtNs);
                Nothing(text, 3);
                break;
            case EventKind.ChangeApplied:
                ChangeApplied applied = row.Body<ChangeApplied>();
                Begin(text, applied.Proposal, What(applied.Parameter, applied.Subject), 0);
                Numbers(text, applied.Value, null, 0);
                text.Number(applied.Step);
                Nothing(text, 2);
                break;
            case EventKind.ChangeDropped:
                ChangeDropped dropped = row.Body<ChangeDropped>();
                Begin(text, dropped.Proposal, null, dropped.Admin);
                Nothing(text, 4);
                if (dropped.Code != RejectCode.None) text.Plain(Encoding.ASCII.GetBytes(Errors.ApiCode.Of(dropped.Code).Name));
                else text.Nothing();
                text.Nothing();
                break;
            case EventKind.FactorResetAllowed:
                text.Nothing();
                text.Nothing();
                text.Id(row.Body<FactorResetAllowed>().Person);
                Nothing(text, 6);
                break;
            default:
                Granted(row.Body<RoleGranted>(), text);
                break;
        }
        text.Plain(Encoding.ASCII.GetBytes(row.Hex("body")));
        RowParts.Moment(in row, text);
    }

    private static void Proposed(in ChangeProposed told, RowText text)
    {
        Begin(text, told.Proposal, What(told.Parameter, told.Subject), told.Admin);
        bool isNumber = told.Parameter is not (AdminParameter.Command or AdminParameter.Tiers);
        Numbers(text, isNumber ? told.Value : null, isNumber ? told.Before : null, told.EffectiveAtNs);
        Nothing(text, 3);
    }

    private static void Granted(in RoleGranted told, RowText text)
    {
        text.Nothing();
        text.Nothing();
        text.Id(told.Person);
        Nothing(text, 5);
        text.Plain(ChangeBody.Roles.NameOf(told.Role));
    }

    private static void Begin(RowText text, long change, string? what, int person)
    {
        text.Id(change);
        if (what is null) text.Nothing();
        else text.Text(what);
        RowParts.IdOrNothing(text, person);
    }

    private static void Numbers(RowText text, long? value, long? before, long effectiveAtNs)
    {
        if (value is { } now) text.Id(now);
        else text.Nothing();
        if (before is { } then) text.Id(then);
        else text.Nothing();
        if (effectiveAtNs != 0) text.Time(effectiveAtNs);
        else text.Nothing();
    }

    private static void Nothing(RowText text, int columns)
    {
        for (int i = 0; i < columns; i++) text.Nothing();
    }

    private static string What(AdminParameter parameter, ushort subject) =>
        Choices.LowerCamel(parameter == AdminParameter.Command ? ((CommandKind)subject).ToString() : parameter.ToString());
}
