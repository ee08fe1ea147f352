using IdentityProvider.Protocol.Errors;

namespace IdentityProvider.Protocol.Authorization;

/// <summary>What an authorization request came to.</summary>
internal abstract record AuthorizationOutcome
{
    private AuthorizationOutcome() { }

    /// <summary>Nothing in the request can be trusted to say where an answer goes: the error page.</summary>
    public sealed record Unanswerable(ProtocolError Error) : AuthorizationOutcome;

    /// <summary>A refusal, sent to the client.</summary>
    public sealed record Rejected(AuthorizationRequest Request, ProtocolError Error) : AuthorizationOutcome;

    /// <summary>The user is asked something first.</summary>
    public sealed record Asked(AuthorizationRequest Request, Question Question) : AuthorizationOutcome;

    /// <summary>A code, sent to the client.</summary>
    public sealed record Granted(AuthorizationRequest Request, string Code) : AuthorizationOutcome;
}

/// <summary>What one step came to.</summary>
internal abstract record StepOutcome
{
    private StepOutcome() { }

    public sealed record Next(AuthorizationRequest Request) : StepOutcome;

    public sealed record Rejected(ProtocolError Error) : StepOutcome;

    public sealed record Asked(Question Question) : StepOutcome;

    public static implicit operator StepOutcome(AuthorizationRequest request) => new Next(request);

    public static implicit operator StepOutcome(ProtocolError error) => new Rejected(error);

    public static implicit operator StepOutcome(Question question) => new Asked(question);

    public static implicit operator ValueTask<StepOutcome>(StepOutcome outcome) => new(outcome);
}

/// <summary>What a page of the host's asks the user.</summary>
internal abstract record Question
{
    private Question() { }

    public sealed record SignIn : Question;

    public sealed record Account : Question;

    /// <summary>Consent to these scopes.</summary>
    public sealed record Consent(IReadOnlyList<string> Scopes) : Question;
}
