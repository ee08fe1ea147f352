using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Grants;

namespace IdentityProvider.Grants;

/// <summary>Sign-in at the token endpoint, for apps of the house that show their own form.</summary>
public static class AccountGrants
{
    public const string PhonePassword = "urn:identityprovider:grant:phone_password";
    public const string PhoneOtp = "urn:identityprovider:grant:phone_otp";
    public const string EmailPassword = "urn:identityprovider:grant:email_password";

    public static IReadOnlyList<string> All { get; } = [PhonePassword, PhoneOtp, EmailPassword];

    public static IServiceCollection AddAccountGrants(this IServiceCollection services)
    {
        services.AddScoped<IExtensionGrantValidator, PhonePasswordGrant>();
        services.AddScoped<IExtensionGrantValidator, PhoneOtpGrant>();
        services.AddScoped<IExtensionGrantValidator, EmailPasswordGrant>();
        services.AddScoped<SignInAnswer>();
        return services;
    }

    /// <summary>Why the request can't be judged; null: it can.</summary>
    internal static ProtocolError? Unusable(ExtensionGrantRequest request, params ReadOnlySpan<string> parameters)
    {
        // Whoever types a password into an app hands it to that app: only to one of the house (RFC 9700 2.4).
        if (!request.Client.FirstParty)
            return new ProtocolError("unauthorized_client", "Only a first-party client may use this grant.");
        foreach (var parameter in parameters)
        {
            if (request.Parameters[parameter] is null)
                return new ProtocolError("invalid_request", $"{parameter} is missing or came more than once.");
        }

        return null;
    }
}
