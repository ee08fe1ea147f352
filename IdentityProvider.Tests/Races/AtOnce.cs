namespace IdentityProvider.Tests.Races;

/// <summary>The same call, made many times at the same instant.</summary>
internal static class AtOnce
{
    public static Task<T[]> CallAsync<T>(int callers, Func<int, Task<T>> call) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(number => Task.Run(() => call(number))));
}
