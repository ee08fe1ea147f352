using System.Text.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace IdentityProvider.Delivery.Vendors;

/// <summary>
/// How one vendor's HTTP API is called. One a vendor for the whole process: it knows whether the vendor is down, and how
/// long it wants to be left alone.
/// </summary>
/// <remarks>
/// Tried again here is only what certainly did not arrive: no connection came about. Whatever may have arrived is the
/// outbox's to repeat, after the other senders.
/// </remarks>
internal sealed class VendorLine(TimeSpan timeout, TimeProvider clock)
{
    /// <summary>A vendor that names a time further off is asked again after this one.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>(NeverArrived),
            MaxRetryAttempts = 1,
            Delay = TimeSpan.FromMilliseconds(200),
            UseJitter = true,
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>()
                .Handle<HttpRequestException>().Handle<TimeoutRejectedException>().HandleResult(answer => (int)answer.StatusCode >= 500),
            FailureRatio = 0.5,
            // Of fewer, one that has a bad moment can have failed half.
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = TimeSpan.FromSeconds(15),
        })
        .AddTimeout(timeout)
        .Build();

    private long _restsUntil;

    /// <param name="http">The vendor's client.</param>
    /// <param name="request">Makes the request; called for each attempt.</param>
    /// <param name="read">What the vendor's answer means.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<SendOutcome> SendAsync(
        HttpClient http, Func<HttpRequestMessage> request, Func<HttpResponseMessage, Task<SendOutcome>> read, CancellationToken cancellationToken)
    {
        if (RestsFor() is { } rest)
            return new SendOutcome.NotNow("throttled", rest);

        try
        {
            using var answer = await _pipeline.ExecuteAsync(async cancel =>
            {
                using var attempt = request();
                return await http.SendAsync(attempt, cancel);
            }, cancellationToken);
            return Obey(await read(answer));
        }
        catch (BrokenCircuitException broken)
        {
            return new SendOutcome.NotNow("circuit_open", broken.RetryAfter);
        }
        catch (TimeoutRejectedException)
        {
            return new SendOutcome.NotNow("timeout");
        }
        catch (HttpRequestException failed)
        {
            return new SendOutcome.NotNow(JsonNamingPolicy.SnakeCaseLower.ConvertName(failed.HttpRequestError.ToString()));
        }
    }

    private SendOutcome Obey(SendOutcome outcome)
    {
        if (outcome is not SendOutcome.NotNow { RetryAfter: { } wanted } later)
            return outcome;
        var rest = wanted < LongestRest ? wanted : LongestRest;
        Interlocked.Exchange(ref _restsUntil, (clock.GetUtcNow() + rest).UtcTicks);
        return later with { RetryAfter = rest };
    }

    private TimeSpan? RestsFor()
    {
        var ticks = Interlocked.Read(ref _restsUntil) - clock.GetUtcNow().UtcTicks;
        return ticks > 0 ? TimeSpan.FromTicks(ticks) : null;
    }

    private static bool NeverArrived(HttpRequestException failed) => failed.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
}
