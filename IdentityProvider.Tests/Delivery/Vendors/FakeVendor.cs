using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentityProvider.Tests.Delivery.Vendors;

/// <summary>A vendor's HTTP API on a free port of this machine. It keeps what it was asked, and answers as the vendor documents, or once as a test says.</summary>
public abstract class FakeVendor : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<VendorRequest> _requests = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private readonly Channel<VendorRequest> _arrivals = Channel.CreateUnbounded<VendorRequest>();

    protected FakeVendor()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(TakeAsync);
        _app.Start();
        Origin = _app.Urls.Single();
    }

    public string Origin { get; }

    public IReadOnlyCollection<VendorRequest> Requests => _requests;

    /// <summary>Answers the next requests so, one after the other.</summary>
    public void AnswerNext(params IEnumerable<Func<HttpContext, Task>> answers)
    {
        foreach (var answer in answers)
            _answers.Enqueue(answer);
    }

    /// <summary>The next request that is about this text, among those that no test has waited for yet.</summary>
    public async Task<VendorRequest> NextAboutAsync(string text)
    {
        using var patience = new CancellationTokenSource(LongestWait);
        await foreach (var request in _arrivals.Reader.ReadAllAsync(patience.Token))
            if (request.Body.Contains(text, StringComparison.Ordinal))
                return request;
        throw new Xunit.Sdk.XunitException("The vendor was not asked.");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the vendor's documentation says of such a request.</summary>
    protected abstract Task AnswerAsync(HttpContext http, VendorRequest request);

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var request = new VendorRequest(
            http.Request.Method, http.Request.Path + http.Request.QueryString, http.Request.ContentType ?? "",
            http.Request.Headers.Authorization.ToString(), await reader.ReadToEndAsync());
        _requests.Enqueue(request);
        await (_answers.TryDequeue(out var answer) ? answer(http) : AnswerAsync(http, request));
        _arrivals.Writer.TryWrite(request);
    }
}

/// <summary>A request as it arrived.</summary>
public sealed record VendorRequest(string Method, string Address, string ContentType, string Authorization, string Body);
