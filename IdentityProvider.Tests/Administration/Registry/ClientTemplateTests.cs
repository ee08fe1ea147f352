using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Administration.Registry;

/// <summary>What a template presets keeps the rules, under whichever policy.</summary>
public sealed class ClientTemplateTests
{
    [Theory]
    [InlineData(AccountPresets.PhoneFirst)]
    [InlineData(AccountPresets.EmailFirst)]
    public async Task Each_template_gives_a_client_that_is_taken(string preset)
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:Preset", preset));
        foreach (var template in provider.Services.GetRequiredService<ClientTemplates>().All)
        {
            var client = template.Preset with
            {
                ClientId = Registrar.NewName(template.Name),
                RedirectUris = template.HasRedirectUris ? [template.Preset.ApplicationType == "native" ? "com.example.app:/callback" : "https://app.example/callback"] : [],
            };
            var outcome = await provider.InScopeAsync((ClientAdministration clients) =>
                clients.CreateAsync(Actor.Operator, client, RequestSource.None, CancellationToken.None));
            var done = Assert.IsType<RegistryOutcome<Client>.Done>(outcome);
            Assert.Equal(client.IsPublic, done.Secret is null);
        }
    }

    [Fact]
    public void The_app_of_the_house_gets_the_grants_that_the_policy_offers()
    {
        var policy = new AccountPolicy { Preset = AccountPresets.EmailFirst };
        AccountPresets.Apply(policy);
        Assert.Equal(["urn:identityprovider:grant:email_password", "refresh_token"], new ClientTemplates(policy).Find("first-party")!.Preset.GrantTypes);
    }
}
