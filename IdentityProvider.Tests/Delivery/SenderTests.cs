using System.Net;
using System.Net.Http.Json;
using IdentityProvider.Delivery;
using IdentityProvider.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Delivery;

/// <summary>Outside Development what a registration sends is really handed to the senders of the host.</summary>
public sealed class SenderTests(SenderTests.WithUnreliableSender fixture) : IClassFixture<SenderTests.WithUnreliableSender>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>A provider whose first sender of SMS refuses as long as a test says so.</summary>
    public sealed class WithUnreliableSender : PublishedProvider
    {
        internal UnreliableSender First { get; } = new();

        protected override void Configure(ProviderSettings settings) =>
            base.Configure(settings.WithServices(services => services.AddSingleton<IMessageSender>(First)));
    }

    [Fact]
    public async Task Code_and_link_reach_the_person()
    {
        fixture.First.Refuses = true;
        var person = await RegisterAsync();
        var sms = await fixture.Sms.NextAsync(person.Phone);
        Assert.Contains(sms.Code!, sms.Body, StringComparison.Ordinal);
        Assert.EndsWith($"@login.example #{sms.Code}", sms.Body, StringComparison.Ordinal);
        var mail = await fixture.Email.NextAsync(person.Email);
        Assert.Contains(mail.Link!, mail.Body, StringComparison.Ordinal);
        Assert.NotEmpty(mail.Subject!);
    }

    [Fact]
    public async Task A_sender_that_refuses_hands_over_to_the_next()
    {
        fixture.First.Refuses = true;
        var person = await RegisterAsync();
        await fixture.First.TriedAsync(person.Phone);
        Assert.NotNull((await fixture.Sms.NextAsync(person.Phone)).Code);
    }

    [Fact]
    public async Task A_message_that_nobody_took_is_tried_again()
    {
        await using var provider = await Provider.StartAsync(settings => settings
            .InEnvironment("Production").With("Issuer", fixture.Issuer).With("Proxies:Known:0", "127.0.0.1")
            .WithServices(services => services.AddSingleton<IMessageSender>(fixture.First).AddSingleton<IMessageSender>(fixture.Email)));
        fixture.First.Refuses = true;
        var person = await RegisterAsync(provider);
        await fixture.First.TriedAsync(person.Phone);
        Assert.Empty(fixture.First.Taken(person.Phone));

        fixture.First.Refuses = false;
        provider.Clock.Advance(TimeSpan.FromSeconds(6));
        await fixture.First.TriedAsync(person.Phone);
        Assert.NotNull(Assert.Single(fixture.First.Taken(person.Phone)).Code);
    }

    [Fact]
    public async Task The_log_of_a_failure_tells_neither_number_nor_text()
    {
        fixture.First.Refuses = true;
        var person = await RegisterAsync();
        await fixture.Sms.NextAsync(person.Phone);
        var lines = fixture.Provider.Logs.Lines.Where(line => line.Category.Contains("Delivery", StringComparison.Ordinal)).ToList();
        Assert.Contains(lines, line => line.Text.Contains(nameof(UnreliableSender), StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Text.Contains(person.Phone, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Text.Contains("your code", StringComparison.Ordinal));
    }

    private Task<Person> RegisterAsync() => RegisterAsync(fixture.Provider);

    private async Task<Person> RegisterAsync(Provider provider)
    {
        var person = Person.New();
        using var http = new HttpClient(new ReverseProxy(provider.Origin));
        using var answer = await http.PostAsJsonAsync(fixture.Address("/api/account/register"), AccountsClient.RegistrationOf(person));
        await answer.ExpectJsonAsync(HttpStatusCode.Created);
        return person;
    }

    /// <summary>Stands for a vendor that is down at times; what it was offered, a test can wait for.</summary>
    internal sealed class UnreliableSender : IMessageSender
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, SemaphoreSlim> _tried = new();
        private readonly System.Collections.Concurrent.ConcurrentQueue<OutgoingMessage> _taken = new();
        private volatile bool _refuses;

        public bool Refuses
        {
            get => _refuses;
            set => _refuses = value;
        }

        public string Name => nameof(UnreliableSender);

        public string Channel => MessageChannels.Sms;

        public IEnumerable<OutgoingMessage> Taken(string phone) => _taken.Where(message => message.To == phone);

        public async Task TriedAsync(string phone) =>
            Assert.True(await Tried(phone).WaitAsync(LongestWait), "nobody tried to send the message");

        public Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
        {
            var refuses = Refuses;
            if (!refuses)
                _taken.Enqueue(message);
            Tried(message.To).Release();
            return refuses ? throw new HttpRequestException($"No way to {message.To}: {message.Body}") : Task.FromResult<SendOutcome>(new SendOutcome.Accepted());
        }

        private SemaphoreSlim Tried(string phone) => _tried.GetOrAdd(phone, _ => new SemaphoreSlim(0));
    }
}
