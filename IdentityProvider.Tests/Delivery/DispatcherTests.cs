using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IdentityProvider.Tests.Delivery;

/// <summary>Messages leave the outbox once, in spite of failures and of other nodes.</summary>
public sealed class DispatcherTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    public async Task A_message_is_sent_once_though_several_nodes_look()
    {
        var sender = new FakeSender();
        var person = (await _provider.Accounts.RegisterAsync(Person.New())).Person;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => DispatcherOver(sender).SendDueAsync(default))));

        Assert.Single(sender.Sent, message => message.To == person.Phone && message.Code is not null);
        var row = await RowAsync(person.Phone);
        Assert.Equal("sent", row.State);
        Assert.NotNull(row.SentAt);
        Assert.Empty(row.Protected);
    }

    [Fact]
    public async Task A_failure_is_tried_again_later_and_not_for_ever()
    {
        var sender = new FakeSender { Fails = true };
        var person = (await _provider.Accounts.RegisterAsync(Person.New())).Person;
        await DispatcherOver(sender).SendDueAsync(default);
        await DispatcherOver(sender).SendDueAsync(default);
        Assert.Equal(1, (await RowAsync(person.Email)).Attempts);

        sender.Fails = false;
        _provider.Clock.Advance(TimeSpan.FromMinutes(1));
        await DispatcherOver(sender).SendDueAsync(default);
        Assert.Equal("sent", (await RowAsync(person.Email)).State);

        sender.Fails = true;
        var late = (await _provider.Accounts.RegisterAsync(Person.New())).Person;
        _provider.Clock.Advance(TimeSpan.FromMinutes(6));
        await DispatcherOver(sender).SendDueAsync(default);
        Assert.Equal("given_up", (await RowAsync(late.Phone)).State);
    }

    [Fact]
    public async Task Outside_Development_a_start_without_senders_says_what_to_set()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => Provider.StartAsync(settings => settings
            .InEnvironment("Production").With("Issuer", "https://id.example")));
        Assert.Contains("Delivery:Sms:Senders", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Delivery:Email:Senders", refused.Message, StringComparison.Ordinal);
    }

    private MessageDispatcher DispatcherOver(FakeSender sender)
    {
        var senders = new ServiceCollection()
            .AddSingleton<IMessageSender>(sender)
            .AddSingleton<IMessageSender>(new FakeSender(sender, MessageChannels.Email))
            .BuildServiceProvider();
        return new MessageDispatcher(
            senders.GetRequiredService<IServiceScopeFactory>(), _provider.Services.GetRequiredService<IDbContextFactory<ProviderDbContext>>(),
            _provider.Services.GetRequiredService<MessageOutbox>(), _provider.Clock, NullLogger<MessageDispatcher>.Instance);
    }

    private Task<Message> RowAsync(string to) => _provider.InScopeAsync((ProviderDbContext db) => db.Messages.AsNoTracking().SingleAsync(row => row.To == to));

    private sealed class FakeSender(FakeSender? same = null, string channel = MessageChannels.Sms) : IMessageSender
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<OutgoingMessage> _sent = [];
        private bool _fails;

        public string Name => "fake";

        public string Channel => channel;

        public bool Fails
        {
            get => same?.Fails ?? _fails;
            set => _fails = value;
        }

        public IReadOnlyCollection<OutgoingMessage> Sent => _sent;

        public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
        {
            await Task.Delay(20, cancellationToken);
            if (Fails)
                throw new HttpRequestException("The vendor is down.");
            _sent.Enqueue(message);
            return new SendOutcome.Accepted();
        }
    }
}
