using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Abuse;

/// <summary>Somebody at some address of the net, who asks for codes.</summary>
internal sealed record Stranger(Provider Provider, string Address)
{
    private static int _born;

    /// <summary>At an address that nobody else has.</summary>
    public static Stranger At(Provider provider)
    {
        var number = Interlocked.Increment(ref _born);
        return new Stranger(provider, $"198.18.{number / 256}.{number % 256}");
    }

    private RequestSource Source => new(Address, "test");

    public Task<CodeOutcome> AskAsync(string phone, string purpose = CodePurposes.SignIn) =>
        Provider.InScopeAsync((OneTimeCodes codes) => codes.RequestAsync(phone, purpose, rememberToken: null, Source, CancellationToken.None));

    /// <summary>Asks for a code to a number of this country that nobody has.</summary>
    public Task<CodeOutcome> AskForSomebodyAsync() => AskAsync(Person.New().Phone);

    /// <summary>Asks, and enters what came, as the owner of the number.</summary>
    public async Task AskAndEnterAsync(string phone, string purpose = CodePurposes.SignIn)
    {
        var ticket = (await AskAsync(phone, purpose)).ExpectSent();
        var code = await Provider.Accounts.LatestCodeAsync(phone);
        Assert.IsType<CodeVerification.Verified>(await Provider.InScopeAsync(
            (OneTimeCodes codes) => codes.VerifyAsync(phone, purpose, code, ticket.RememberToken, Source, CancellationToken.None)));
    }
}

/// <summary>What asking came to.</summary>
internal static class CodeOutcomes
{
    public static CodeTicket ExpectSent(this CodeOutcome outcome) =>
        outcome is CodeOutcome.Refused refused ? throw new Xunit.Sdk.XunitException($"Refused: {refused.Error.Code}") : Assert.IsType<CodeOutcome.Sent>(outcome).Ticket;

    public static AccountError ExpectRefusal(this CodeOutcome outcome, string code)
    {
        var error = Assert.IsType<CodeOutcome.Refused>(outcome).Error;
        Assert.Equal((code, 429), (error.Code, error.Status));
        Assert.NotNull(error.RetryAfter);
        return error;
    }
}
