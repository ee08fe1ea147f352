using IdentityProvider.Delivery;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Hosting;

/// <summary>A provider in Production, as people meet it: under https, behind a proxy that it knows, with senders that deliver.</summary>
public class PublishedProvider : ProviderFixture
{
    public virtual string Issuer => "https://login.example";

    public RecordingSender Sms { get; } = new(MessageChannels.Sms);

    public RecordingSender Email { get; } = new(MessageChannels.Email);

    public ReverseProxy NewProxy(string forwardedFor = ReverseProxy.Client) => new(Provider.Origin, cookies: null, forwardedFor);

    /// <summary>A client without cookies, from outside.</summary>
    public HttpClient NewHttpClient() => new(NewProxy());

    /// <summary>The address of a page or endpoint, as it is known outside.</summary>
    public Uri Address(string pathAndQuery) => new(Issuer + pathAndQuery);

    public UserAgent NewBrowser(string forwardedFor = ReverseProxy.Client) => NewBrowser(forwardedFor, out _);

    /// <summary>A browser, and the way by which it reaches the provider.</summary>
    public UserAgent NewBrowser(string forwardedFor, out ReverseProxy proxy)
    {
        ReverseProxy? way = null;
        var browser = new UserAgent(new Uri(Issuer), cookies => new HttpClient(way = new ReverseProxy(Provider.Origin, cookies, forwardedFor)));
        proxy = way!;
        return browser;
    }

    /// <summary>From the client to an account and back: registers, proves the phone with the code that was sent, signs in, consents.</summary>
    public Task<Callback> SignUpAsync(UserAgent browser, Person person, AuthorizationRequest request) =>
        HostedPages.SignUpAsync(browser, Address($"/connect/authorize?{request.Query}"), person, async () => (await Sms.NextAsync(person.Phone)).Code!);

    public static Task<Landing> SignInAsync(Page page, Person person) => HostedPages.FillInAsync(page, person.Phone, person.Password);

    public async Task<TokenAnswer> RedeemAsync(Callback callback, AuthorizationRequest request)
    {
        using var http = NewHttpClient();
        var client = TestClients.Find(request["client_id"]!);
        using var message = new HttpRequestMessage(HttpMethod.Post, Address("/connect/token"))
        {
            Headers = { Authorization = RelyingParty.Basic(client.Id, client.Secret!) },
            Content = new FormUrlEncodedContent(RelyingParty.CodeGrant(callback.Code!, request).Parameters),
        };
        return await TokenAnswer.ReadAsync(await http.SendAsync(message));
    }

    protected override void Configure(ProviderSettings settings) => settings
        .InEnvironment("Production")
        .With("Issuer", Issuer)
        .With("Proxies:Known:0", "127.0.0.1")
        .WithServices(services => services.AddSingleton<IMessageSender>(Sms).AddSingleton<IMessageSender>(Email));
}
