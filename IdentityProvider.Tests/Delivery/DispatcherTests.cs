using System.Collections.Concurrent;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Races;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IdentityProvider.Tests.Delivery;

/// <summary>Messages leave the outbox once, in spite of failures and of other nodes.</summary>
public abstract class DispatcherTests(ProviderFixture fixture)
{
    private readonly Provider _provider = fixture.Provider;

    [ToolFact]
    public async Task A_message_is_sent_once_though_several_nodes_look()
    {
        var sender = new FakeSender();
        var messages = await EnqueueAsync(50, lifetime: TimeSpan.FromMinutes(5));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SendDueAsync(sender))));

        foreach (var message in messages)
        {
            Assert.Equal(1, sender.Taken.Count(taken => taken.Id == message.Id));
            var row = await RowAsync(message);
            Assert.Equal("sent", row.State);
            Assert.Equal("fake", row.Sender);
            Assert.Equal($"vendor-{message.Id}", row.VendorId);
            Assert.InRange(row.SentAt!.Value, message.ExpiresAt!.Value - TimeSpan.FromMinutes(5), Now);
            Assert.Empty(row.Protected);
        }
    }

    [ToolFact]
    public async Task What_no_sender_takes_now_waits_longer_after_each_try()
    {
        var sender = new FakeSender { Answer = new SendOutcome.NotNow("throttled") };
        var message = await EnqueueAsync();
        for (var tries = 1; tries <= 6; tries++)
        {
            var before = Now;
            await SendDueAsync(sender);
            var after = Now;
            var row = await RowAsync(message);
            Assert.Equal((tries, "waiting", "throttled"), (row.Attempts, row.State, row.Failure));
            var wait = TimeSpan.FromSeconds(Math.Pow(2, tries));
            Assert.InRange(row.NextAttemptAt!.Value, before + (wait * 0.8), after + (wait * 1.2) + TimeSpan.FromMilliseconds(1));
            _provider.Clock.Advance((row.NextAttemptAt.Value - Now) / 2);
            if (tries > 3)
            {
                // The first waits may be over by the time that it is asked.
                await SendDueAsync(sender);
                Assert.Equal(tries, sender.Tried(message));
            }

            _provider.Clock.Advance(row.NextAttemptAt.Value - Now + TimeSpan.FromMilliseconds(1));
        }

        sender.Answer = null;
        await SendDueAsync(sender);
        var sent = await RowAsync(message);
        Assert.Equal(("sent", null), (sent.State, sent.Failure));
    }

    [ToolFact]
    public async Task A_vendor_that_wants_to_be_left_alone_is()
    {
        var sender = new FakeSender { Answer = new SendOutcome.NotNow("throttled", TimeSpan.FromMinutes(3)) };
        var message = await EnqueueAsync();
        var before = Now;
        await SendDueAsync(sender);
        Assert.InRange((await RowAsync(message)).NextAttemptAt!.Value, before + TimeSpan.FromMinutes(3), Now + TimeSpan.FromMinutes(3));
    }

    [ToolFact]
    public async Task A_code_is_not_sent_after_it_expired()
    {
        var sender = new FakeSender { Answer = new SendOutcome.NotNow("vendor_down") };
        var message = await EnqueueAsync(lifetime: TimeSpan.FromMinutes(5));
        await SendDueAsync(sender);
        _provider.Clock.Advance(TimeSpan.FromMinutes(5));
        sender.Answer = null;
        await SendDueAsync(sender);

        Assert.Empty(sender.Taken);
        var row = await RowAsync(message);
        Assert.Equal(("given_up", "expired, vendor_down"), (row.State, row.Failure));
        Assert.Null(row.NextAttemptAt);
        Assert.Empty(row.Protected);
    }

    [ToolFact]
    public async Task What_all_senders_refuse_is_given_up_and_kept_until_it_expires()
    {
        var sender = new FakeSender { Answer = new SendOutcome.Refused("number_unreachable") };
        var message = await EnqueueAsync(lifetime: TimeSpan.FromMinutes(5));
        await SendDueAsync(sender);
        var row = await RowAsync(message);
        Assert.Equal(("given_up", "number_unreachable"), (row.State, row.Failure));
        Assert.NotEmpty(row.Protected);
    }

    [ToolFact]
    public async Task The_first_sender_that_takes_it_has_it()
    {
        var (refuses, down, takes, never) = (
            new FakeSender { Answer = new SendOutcome.Refused("not_mine") }, new FakeSender { Throws = true }, new FakeSender(), new FakeSender());
        var message = await EnqueueAsync();
        await SendDueAsync(refuses, down, takes, never);
        Assert.Equal((1, 1, 1, 0), (refuses.Tried(message), down.Tried(message), takes.Tried(message), never.Tried(message)));
        Assert.Equal("sent", (await RowAsync(message)).State);
    }

    [ToolFact]
    public async Task It_is_tried_again_if_any_sender_may_take_it_later()
    {
        var message = await EnqueueAsync();
        await SendDueAsync(new FakeSender { Throws = true }, new FakeSender { Answer = new SendOutcome.Refused("not_mine") });
        var row = await RowAsync(message);
        Assert.Equal(("waiting", nameof(HttpRequestException)), (row.State, row.Failure));
    }

    [ToolFact]
    public async Task Another_node_takes_over_when_the_lease_of_a_dead_one_has_run_out()
    {
        var message = await EnqueueAsync();
        var dead = Assert.Single(await Queue.TakeAsync(MessageChannels.Sms, 10, default), row => row.Id == message.Id);
        var sender = new FakeSender();
        await SendDueAsync(sender);
        Assert.Equal(0, sender.Tried(message));

        _provider.Clock.Advance(MessageQueue.Lease + TimeSpan.FromSeconds(1));
        await SendDueAsync(sender);
        Assert.Equal(1, sender.Tried(message));

        // The one that was thought dead has nothing to say any more.
        await Queue.RetryAsync(dead, "late", TimeSpan.FromSeconds(1), default);
        await Queue.GiveUpAsync(dead, "late", default);
        Assert.Equal("sent", (await RowAsync(message)).State);
    }

    private MessageQueue Queue => new(_provider.Services.GetRequiredService<IDbContextFactory<ProviderDbContext>>(), _provider.Clock);

    // As exact as the database.
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(_provider.Clock.GetUtcNow().ToUnixTimeMilliseconds());

    private async Task SendDueAsync(params FakeSender[] senders)
    {
        var services = new ServiceCollection().AddOptions();
        foreach (var sender in senders)
            services.AddSingleton<IMessageSender>(sender);
        await using var provider = services.BuildServiceProvider();
        var outbox = _provider.Services.GetRequiredService<MessageOutbox>();
        using var dispatcher = new MessageDispatcher(
            Queue, new MessageSenders(provider.GetRequiredService<IServiceScopeFactory>(), outbox, NullLogger<MessageSenders>.Instance), outbox,
            _provider.Clock, NullLogger<MessageDispatcher>.Instance);
        await dispatcher.SendDueAsync(MessageChannels.Sms, default);
    }

    private async Task<OutgoingMessage> EnqueueAsync(TimeSpan? lifetime = null) => (await EnqueueAsync(1, lifetime)).Single();

    private async Task<IReadOnlyList<OutgoingMessage>> EnqueueAsync(int count, TimeSpan? lifetime = null)
    {
        var messages = Enumerable.Range(0, count)
            .Select(_ => new OutgoingMessage(MessageChannels.Sms, Person.New().Phone, "Hello") { ExpiresAt = Now + lifetime })
            .ToList();
        var outbox = _provider.Services.GetRequiredService<MessageOutbox>();
        await _provider.InScopeAsync(async (ProviderDbContext db) =>
        {
            // What other tests have left is nothing to this one.
            await db.Messages.ExecuteDeleteAsync();
            messages.ForEach(message => outbox.Enqueue(db, message));
            return await db.SaveChangesAsync();
        });
        return messages;
    }

    private Task<Message> RowAsync(OutgoingMessage message) =>
        _provider.InScopeAsync((ProviderDbContext db) => db.Messages.AsNoTracking().SingleAsync(row => row.Id == message.Id));

    /// <summary>Stands for a vendor: takes what it is given, unless a test says otherwise.</summary>
    private sealed class FakeSender : IMessageSender
    {
        private readonly ConcurrentQueue<OutgoingMessage> _offered = [];
        private readonly ConcurrentQueue<OutgoingMessage> _taken = [];

        public string Name => "fake";

        public string Channel => MessageChannels.Sms;

        /// <summary>What it answers; null: it takes the message.</summary>
        public SendOutcome? Answer { get; set; }

        public bool Throws { get; init; }

        public IReadOnlyCollection<OutgoingMessage> Taken => _taken;

        public int Tried(OutgoingMessage message) => _offered.Count(offered => offered.Id == message.Id);

        public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
        {
            // So that others have time to get in between.
            await Task.Yield();
            _offered.Enqueue(message);
            if (Throws)
                throw new HttpRequestException("The vendor is down.");
            if (Answer is not null)
                return Answer;
            _taken.Enqueue(message);
            return new SendOutcome.Accepted($"vendor-{message.Id}");
        }
    }
}

[Trait("Database", "Sqlite")]
public sealed class DispatcherTestsOnSqlite(SqliteProvider fixture) : DispatcherTests(fixture), IClassFixture<SqliteProvider>;

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class DispatcherTestsOnPostgreSql(PostgreSqlProvider fixture) : DispatcherTests(fixture), IClassFixture<PostgreSqlProvider>;
