using System.Net;
using System.Net.Sockets;
using System.Text;
using IdentityProvider.Delivery;
using IdentityProvider.Tests.Delivery.Vendors;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Tests.Delivery;

/// <summary>An SMS over the wire to Vonage, and what its answers, and their absence, mean.</summary>
public sealed class VonageSenderTests : IAsyncLifetime
{
    private readonly FakeVonage _vonage = new();
    private readonly SenderHost _host;

    public VonageSenderTests() => _host = new SenderHost(Settings(_vonage.Origin));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _vonage.DisposeAsync();
    }

    [Fact]
    public async Task It_is_asked_for_as_documented()
    {
        var message = Sms("Acme: 123456 is your code [€ 0].");
        var outcome = await _host.SendAsync("vonage", message);
        Assert.Equal(new SendOutcome.Accepted("0A00000000000001"), outcome);

        var request = Assert.Single(_vonage.Requests);
        Assert.Equal(("POST", "/sms/json", "application/x-www-form-urlencoded", ""), (request.Method, request.Address, request.ContentType, request.Authorization));
        Assert.Equal(new Dictionary<string, string>
        {
            ["api_key"] = FakeVonage.ApiKey,
            ["api_secret"] = FakeVonage.ApiSecret,
            ["from"] = FakeVonage.From,
            ["to"] = "959791234567",
            ["text"] = message.Body,
            ["client-ref"] = message.Id.ToString(),
        }, FakeVonage.FieldsOf(request));
    }

    [Theory]
    [InlineData("Ihr Code für Ärger: ½", true)]
    [InlineData("သင့်ကုဒ်", true)]
    [InlineData("Your code 🔑", true)]
    [InlineData("Ihr Code, für Öl & Ähnliches: 'x' {y} ~ €\r\nΔΣ", false)]
    public async Task Unicode_is_asked_for_only_where_the_text_needs_it(string text, bool unicode)
    {
        await _host.SendAsync("vonage", Sms(text));
        var fields = FakeVonage.FieldsOf(Assert.Single(_vonage.Requests));
        Assert.Equal(unicode ? "unicode" : null, fields.GetValueOrDefault("type"));
        Assert.Equal(text, fields["text"]);
    }

    [Fact]
    public async Task A_long_text_goes_in_several_parts_and_is_known_by_the_first()
    {
        Assert.Equal(new SendOutcome.Accepted("0A00000000000001"), await _host.SendAsync("vonage", Sms(new string('x', 400))));
        Assert.Equal(new SendOutcome.Accepted("0A00000000000004"), await _host.SendAsync("vonage", Sms("next")));
    }

    [Theory]
    [InlineData("0 6 0", "refused invalid_message")]
    [InlineData("0 0 5", "later internal_error")]
    [InlineData("5 33", "refused number_deactivated")]
    public async Task The_worst_part_decides(string statuses, string expected)
    {
        _vonage.AnswerNext(FakeVonage.Statuses(statuses.Split(' ')));
        Assert.Equal(expected, Words(await _host.SendAsync("vonage", Sms("long"))));
    }

    [Theory]
    [InlineData("1", "later throttled after 1 s")]
    [InlineData("2", "refused missing_parameters")]
    [InlineData("3", "refused invalid_parameters")]
    [InlineData("4", "later invalid_credentials")]
    [InlineData("5", "later internal_error")]
    [InlineData("6", "refused invalid_message")]
    [InlineData("7", "refused number_barred")]
    [InlineData("8", "later account_barred")]
    [InlineData("9", "later no_credit")]
    [InlineData("10", "later too_many_connections")]
    [InlineData("11", "later account_not_enabled")]
    [InlineData("12", "refused message_too_long")]
    [InlineData("14", "later invalid_signature")]
    [InlineData("15", "refused invalid_sender_address")]
    [InlineData("22", "refused invalid_network_code")]
    [InlineData("23", "refused invalid_callback_url")]
    [InlineData("29", "refused destination_not_permitted")]
    [InlineData("32", "later signature_and_secret")]
    [InlineData("33", "refused number_deactivated")]
    [InlineData("99", "later status_99")]
    [InlineData("+959791234567", "later unreadable_answer")]
    public async Task Every_documented_status_has_its_meaning(string status, string expected)
    {
        _vonage.AnswerNext(FakeVonage.Statuses(status));
        Assert.Equal(expected, Words(await _host.SendAsync("vonage", Sms("hello"))));
    }

    public static TheoryData<string, Func<HttpContext, Task>> Failures => new()
    {
        { "later http_503", VendorAnswers.Status(503, "no") },
        { "later http_503 after 20 s", VendorAnswers.Status(503, "", ("Retry-After", "20")) },
        { "later http_401", VendorAnswers.Status(401, "no") },
        { "later throttled after 7 s", VendorAnswers.Status(429, "slow down", ("Retry-After", "7")) },
        { "later throttled after 3600 s", VendorAnswers.Status(429, "slow down", ("Retry-After", "99999999")) },
        { "later throttled", VendorAnswers.Status(429) },
        { "later unreadable_answer", VendorAnswers.Garbage },
        { "later unreadable_answer", VendorAnswers.Status(200, "[]") },
        { "later unreadable_answer", VendorAnswers.Status(200, """{"messages":[]}""") },
        { "later unreadable_answer", VendorAnswers.Status(200, """{"messages":[17]}""") },
        { "later unreadable_answer", VendorAnswers.Status(200, """{"messages":[{"status":"0","status":"5"}]}""") },
        { "later configuration_limit_exceeded", VendorAnswers.Status(200, new string(' ', 100_000)) },
        { "later unknown", VendorAnswers.Reset },
        { "later timeout", VendorAnswers.Silence },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_may_have_arrived_is_not_asked_twice(string expected, Func<HttpContext, Task> answer)
    {
        await using var host = new SenderHost([.. Settings(_vonage.Origin), new("Delivery:Vonage:Timeout", "00:00:00.5")]);
        _vonage.AnswerNext(answer);
        Assert.StartsWith(expected, Words(await host.SendAsync("vonage", Sms("hello"))), StringComparison.Ordinal);
        Assert.Single(_vonage.Requests);
    }

    [Fact]
    public async Task The_credentials_follow_no_redirect()
    {
        await using var elsewhere = new FakeVonage();
        foreach (var status in new[] { 301, 302, 307, 308 })
        {
            _vonage.AnswerNext(VendorAnswers.Status(status, "", ("Location", elsewhere.Origin + "/sms/json")));
            Assert.Equal($"later http_{status}", Words(await _host.SendAsync("vonage", Sms("hello"))));
        }

        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_vendor_that_wants_to_be_left_alone_is_left_alone()
    {
        _vonage.AnswerNext(VendorAnswers.Status(429, "", ("Retry-After", "30")));
        await _host.SendAsync("vonage", Sms("first"));
        var second = Assert.IsType<SendOutcome.NotNow>(await _host.SendAsync("vonage", Sms("second")));
        Assert.Equal("throttled", second.Reason);
        Assert.InRange(second.RetryAfter!.Value, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
        Assert.Single(_vonage.Requests);

        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.IsType<SendOutcome.Accepted>(await _host.SendAsync("vonage", Sms("third")));
    }

    [Fact]
    public async Task A_vendor_that_is_down_is_not_asked_for_a_while()
    {
        _vonage.AnswerNext(Enumerable.Repeat(VendorAnswers.Status(502), 10));
        for (var attempt = 0; attempt < 10; attempt++)
            Assert.Equal("later http_502", Words(await _host.SendAsync("vonage", Sms("hello"))));
        var open = Assert.IsType<SendOutcome.NotNow>(await _host.SendAsync("vonage", Sms("hello")));
        Assert.Equal("circuit_open", open.Reason);
        Assert.InRange(open.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        Assert.Equal(10, _vonage.Requests.Count);

        _host.Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.IsType<SendOutcome.Accepted>(await _host.SendAsync("vonage", Sms("hello")));
        Assert.IsType<SendOutcome.Accepted>(await _host.SendAsync("vonage", Sms("hello")));
    }

    [Fact]
    public async Task What_certainly_did_not_arrive_is_asked_again()
    {
        // Bound, but nobody listens: refused. The wait before the second attempt is when the vendor comes back.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var answered = Task.CompletedTask;
        var clock = new AlarmClock(TimeSpan.FromMilliseconds(500), () =>
        {
            socket.Listen();
            answered = AnswerOnceAsync(socket);
        });
        await using var host = new SenderHost(Settings($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}"), clock);
        Assert.Equal(new SendOutcome.Accepted("0A01"), await host.SendAsync("vonage", Sms("hello")));
        await answered;
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_of_now()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var host = new SenderHost(Settings($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}"));
        Assert.Equal("later connection_error", Words(await host.SendAsync("vonage", Sms("hello"))));
    }

    internal static List<KeyValuePair<string, string?>> Settings(string origin) =>
    [
        new("Delivery:Sms:Senders", "vonage"),
        new("Delivery:Vonage:ApiKey", FakeVonage.ApiKey),
        new("Delivery:Vonage:ApiSecret", FakeVonage.ApiSecret),
        new("Delivery:Vonage:SignatureSecret", FakeVonage.SignatureSecret),
        new("Delivery:Vonage:From", FakeVonage.From),
        new("Delivery:Vonage:BaseUrl", origin),
    ];

    /// <summary>An outcome in words; no vendor's text may come this far.</summary>
    internal static string Words(SendOutcome outcome)
    {
        var words = outcome switch
        {
            SendOutcome.NotNow { Reason: var reason, RetryAfter: null } => $"later {reason}",
            SendOutcome.NotNow { Reason: var reason, RetryAfter: { } after } => $"later {reason} after {Math.Round(after.TotalSeconds)} s",
            SendOutcome.Refused { Reason: var reason } => $"refused {reason}",
            _ => "accepted",
        };
        Assert.Matches("^[a-z0-9_ ]+$", words);
        return words;
    }

    private static OutgoingMessage Sms(string text) => new(MessageChannels.Sms, "+959791234567", text);

    private static async Task AnswerOnceAsync(Socket listening)
    {
        using var connection = await listening.AcceptAsync();
        const string Body = """{"message-count":"1","messages":[{"status":"0","message-id":"0A01"}]}""";
        await connection.ReceiveAsync(new byte[64 * 1024]);
        await connection.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}"));
    }

    /// <summary>Does something when somebody begins to wait no longer than so.</summary>
    private sealed class AlarmClock(TimeSpan shorter, Action ring) : TimeProvider
    {
        private Action? _ring = ring;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.Zero && dueTime < shorter)
                Interlocked.Exchange(ref _ring, null)?.Invoke();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
