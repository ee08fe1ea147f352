using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Tests.Delivery.Vendors;

/// <summary>
/// Vonage on a bad day: of a hundred requests twenty fail (errors of the server, broken connections, a status that says
/// "try again"), and five get no answer, half of those after the message was taken all the same.
/// </summary>
public sealed class FlakyVonage : FakeVonage
{
    private readonly ConcurrentDictionary<string, Taking> _takings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _milestones = new();
    private int _taken;

    /// <summary>How often each message was taken, by its reference.</summary>
    public IReadOnlyDictionary<string, Taking> Takings => _takings;

    /// <summary>Waits until so many were taken, those that were taken twice counted twice.</summary>
    public Task TakenAsync(int count)
    {
        var milestone = _milestones.GetOrAdd(count, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Volatile.Read(ref _taken) >= count)
            milestone.TrySetResult();
        return milestone.Task;
    }

    /// <summary>The bad day ends: from now on it does what its documentation says.</summary>
    public bool HasRecovered { get; set; }

    protected override Task AnswerAsync(HttpContext http, VendorRequest request)
    {
        var reference = FieldsOf(request)["client-ref"];
        switch (HasRecovered ? int.MaxValue : RandomNumberGenerator.GetInt32(200))
        {
            case < 14:
                return VendorAnswers.Status(StatusCodes.Status503ServiceUnavailable)(http);
            case < 27:
                return VendorAnswers.Reset(http);
            case < 40:
                return Statuses("5")(http);
            case < 45:
                return VendorAnswers.Silence(http);
            case < 50:
                Take(reference, answered: false);
                return VendorAnswers.Silence(http);
            default:
                Take(reference, answered: true);
                return base.AnswerAsync(http, request);
        }
    }

    private void Take(string reference, bool answered)
    {
        _takings.AddOrUpdate(reference, _ => new Taking(1, answered ? 0 : 1), (_, before) => new Taking(before.Times + 1, before.Unanswered + (answered ? 0 : 1)));
        var taken = Interlocked.Increment(ref _taken);
        foreach (var (count, milestone) in _milestones)
            if (taken >= count)
                milestone.TrySetResult();
    }

    /// <summary>How often a message was taken, and how many of these times without an answer.</summary>
    public sealed record Taking(int Times, int Unanswered);
}
