using Peregrine.Core;

namespace Peregrine.Gateway.Admin;

/// <summary>A change that somebody proposed and that is neither done nor dropped.</summary>
internal sealed record OpenChange
{
    /// <summary>The sequence number of its proposal.</summary>
    public required long Id { get; init; }

    public required AdminParameter Parameter { get; init; }

    /// <summary>Market or asset; of a command its kind.</summary>
    public required ushort Subject { get; init; }

    public required long Value { get; init; }

    public required long Before { get; init; }

    public required long EffectiveAtNs { get; init; }

    /// <summary>When it is dropped unless somebody else approves it; 0 once he has.</summary>
    public required long ExpiresNs { get; init; }

    /// <summary>Who asked.</summary>
    public required int Proposer { get; init; }

    /// <summary>Who approved it; 0 where nobody has, or where that was before this process began.</summary>
    public int Approver { get; init; }

    public required ChangeStage Stage { get; init; }

    public required ProposedTiers Bytes { get; init; }

    public bool IsCommand => Parameter == AdminParameter.Command;

    public bool IsRole => IsCommand && Subject == (ushort)CommandKind.GrantRole;

    public bool IsFactorReset => IsCommand && Subject == (ushort)CommandKind.AllowFactorReset;

    /// <summary>Whose change it is, of those that security officers propose; nobody's of the others.</summary>
    public long Person
    {
        get
        {
            if (!IsRole && !IsFactorReset) return 0;
            Command wanted = Wanted;
            return IsRole ? Command.Body<GrantRole>(in wanted).Person : Command.Body<AllowFactorReset>(in wanted).Person;
        }
    }

    /// <summary>The command that was asked for; only of a command.</summary>
    public Command Wanted
    {
        get
        {
            bool opens = ProposeCommand.TryOpen(Subject, Value, Bytes, out Command wanted);
            Invariant.That(opens, "what was proposed can be read");
            return wanted;
        }
    }
}
