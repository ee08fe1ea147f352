using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Requirements.OtpFirst;

/// <summary>A provider of this preset, without waiting between codes.</summary>
public sealed class OtpFirstProvider : ProviderFixture
{
    protected override void Configure(ProviderSettings settings) => Apply(settings);

    public static void Apply(ProviderSettings settings) =>
        settings.With("Accounts:Preset", "OtpFirst").With("Accounts:Otp:ResendDelay", "00:00:00");
}
