using Peregrine.Core;
using Peregrine.Gateway.Http;
using Peregrine.Identity;

namespace Peregrine.Gateway.Auth;

/// <summary>What each role may, in one place for REST, sockets and the dialect of <c>/fapi</c>.</summary>
internal static class Permissions
{
    /// <summary>What somebody of a role may do with accounts, his own too. Auditors read all of them and change none.</summary>
    public static AllowedActions Of(Role role) => role == Role.Auditor ? AllowedActions.Read : AllowedActions.All;

    public static bool May(in Principal who, Route route) => route.Access switch
    {
        Access.Public => true,
        Access.Signed => (who.Actions & route.Needs) != 0,
        Access.Session => who.IsSession && (who.Role != Role.Auditor || !route.Changes || route.IsOfOneself),
        Access.Operator => who is { IsSession: true, Role: Role.Operator },
        Access.Officers => who is { IsSession: true, Role: Role.Operator or Role.SecurityOfficer },
        Access.Staff => who is { IsSession: true, Role: Role.Operator or Role.SecurityOfficer or Role.Auditor },
    };

    /// <summary>Security officers say who has which role and whose second factor is lost, and move nothing else; operators the other way round.</summary>
    public static bool MayPropose(Role role, bool isOfPeople) => role == (isOfPeople ? Role.SecurityOfficer : Role.Operator);

    /// <summary>With one officer and one operator a venue can begin: the one proposes further people, the other approves.</summary>
    public static bool MayApprove(Role role, bool isOfPeople) => role == Role.Operator || (isOfPeople && role == Role.SecurityOfficer);
}
