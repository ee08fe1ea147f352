using Microsoft.Extensions.Options;

namespace IdentityProvider.Pages.Admin.Frame;

/// <summary>The administration console: the section <c>Admin</c> of the configuration.</summary>
public sealed class AdminOptions
{
    public const string Section = "Admin";

    /// <summary>How long ago the sign-in may be for what can do harm; 1 minute to 1 day. Default: 15 minutes.</summary>
    public TimeSpan FreshSignIn { get; set; } = TimeSpan.FromMinutes(15);
}

/// <summary>Refuses a time in which nobody could fill in a form, and one that asks for nothing.</summary>
internal sealed class AdminOptionsValidator : IValidateOptions<AdminOptions>
{
    public ValidateOptionsResult Validate(string? name, AdminOptions options) =>
        options.FreshSignIn >= TimeSpan.FromMinutes(1) && options.FreshSignIn <= TimeSpan.FromDays(1)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Admin:FreshSignIn must be from 00:01:00 to 1.00:00:00.");
}
